"""From a letter to HTML: the geometry of GB/T 9704-2012, computed for the fonts at hand."""
