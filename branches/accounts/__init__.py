"""The own account: signing in and out, passwords, what is kept when a session ends."""
