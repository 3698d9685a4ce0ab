"""Forms about units, branches, people and accounts."""
