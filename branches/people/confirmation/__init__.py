"""Posts that were put forward come into force: one list, one look, one security administrator (D19)."""
