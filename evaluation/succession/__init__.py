"""What becomes of branches, with their honours and cases: renamed, merged, split, dissolved (D25)."""
