"""How a large year is written: what becomes of each branch, and all rows of a kind at once."""
