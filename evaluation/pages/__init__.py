"""What the views of all rooms share."""
