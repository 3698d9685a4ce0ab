"""What makes, numbers, stores and shows official documents; each room freezes its own in its issue.py."""
