"""Who and where: units, branches, people, posts and permissions. Never imports `evaluation`."""
