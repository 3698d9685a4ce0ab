"""Two keys open an account: a code on paper from one administrator, a word by telephone from another."""
