"""Files that people send: those that offices make, and those that nobody should keep."""
