# Stands for a model that knows the patch.
request=$(cat)
case $request in
*'"bind":"patch"'*'public/$1'*)
    cat <<'TXT'
```diff
--- a/src/serve.sh
+++ b/src/serve.sh
@@ -1,2 +1,5 @@
 # serve NAME: prints a file of the public folder.
+case $1 in
+*..* | /*) echo "no such file" >&2; exit 1 ;;
+esac
 cat "public/$1"
```
TXT
    ;;
*) exit 1 ;;
esac
