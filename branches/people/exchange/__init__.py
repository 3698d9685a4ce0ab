"""Accounts and posts by workbook: accounts come into being, posts are only put forward (三员分立)."""
