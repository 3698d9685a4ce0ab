"""Pages of people and posts, for the administrators."""
