"""The page of one branch, with its honours; dissolving and restoring it (D25)."""
