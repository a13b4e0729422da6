# What is public is served as before.
test "$(sh src/serve.sh index.txt)" = welcome
