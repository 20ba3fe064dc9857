"""Statistics as result rows, from which everything that is printed is printed."""
