"""One file that a site can be made of again: its database as it stood at one moment, then its files."""
