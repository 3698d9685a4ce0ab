"""Opening what was uploaded: archives, compound files, and what a workbook says of itself."""
