# serve NAME: prints a file of the public folder.
cat "public/$1"
