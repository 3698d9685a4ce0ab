"""Evidence of a branch: files and references, one for many criteria, checked before they are kept (D31)."""
