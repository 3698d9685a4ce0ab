"""What can come in at all: characters, numbers and days, before anything reads them."""
