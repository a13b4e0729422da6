# Stands for a model: reads the request and answers as one would.
request=$(cat)
case $request in
*'"bind":"review"'*'percent / 100'*)
    cat <<'TXT'
## Verdict

Not to be merged: every discount below 100 percent becomes none.

1. `src/discount.sh:4`: `percent / 100` is a division of whole numbers, so `rate` is 0 for 1 to 99. Multiply first, as the line before did.
TXT
    ;;
*) exit 1 ;;
esac
