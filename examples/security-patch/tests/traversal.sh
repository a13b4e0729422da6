# Nothing outside the public folder is served.
! sh src/serve.sh ../src/serve.sh >/dev/null 2>&1
