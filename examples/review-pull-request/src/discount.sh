# discount PRICE PERCENT: the price in cents after the discount.
price=$1
percent=$2
echo $((price - price * percent / 100))
