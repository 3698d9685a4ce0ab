"""The second factor of whoever acts for many: a phone's code, or one of a printed list, beside the password."""
