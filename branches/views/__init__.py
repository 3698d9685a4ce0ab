"""Views about units, branches, people and accounts."""
