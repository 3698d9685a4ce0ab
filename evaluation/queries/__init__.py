"""Reads. Each module answers one kind of question; none of them writes."""
