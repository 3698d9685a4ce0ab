"""What becomes of a document once it is issued: the sealed copy that came back, who was given it, the archive's package (D28, D31)."""
