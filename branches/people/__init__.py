"""People and their dated posts: who may sign in and who holds what."""
