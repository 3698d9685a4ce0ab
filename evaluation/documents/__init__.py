"""Official documents: frozen, numbered, typeset, corrected, shown; each room freezes its own in its issue.py (D28, D35)."""
