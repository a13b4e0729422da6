# Stands for a model, with an answer for each text that the contract asks for.
request=$(cat)
case $request in
*'"bind":"note"'*'31 %'*) echo "31 % more water in July with clover." ;;
*'"bind":"note"'*'wet summer'*) echo "No difference in a wet summer." ;;
*'"bind":"brief"'*'31 %'*'wet summer'*)
    echo "In a dry year it does: 31 % more in July ([2024](sources/field-2024.md)). In a wet one it makes no difference ([2025](sources/field-2025.md))."
    ;;
*) exit 1 ;;
esac
