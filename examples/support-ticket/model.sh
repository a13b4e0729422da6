# Stands for a model.
request=$(cat)
case $request in
*'"bind":"reply"'*'The export is empty'*) echo "An export is empty when its filter matches nothing. Clear the filter above the list and export again." ;;
*) exit 1 ;;
esac
