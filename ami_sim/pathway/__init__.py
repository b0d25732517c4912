"""What happens: the rules of a life as plain functions, and the two engines that run them."""
