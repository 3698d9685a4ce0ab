"""How WeasyPrint is run: what it may load, how long it may take, the variant for the archive."""
