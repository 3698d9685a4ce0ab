"""How names are found: what is written down of them, and how words are sought in it."""
