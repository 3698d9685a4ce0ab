"""Pages of the two keys: opening an account, printing slips, telling words."""
