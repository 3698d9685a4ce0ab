"""Changes that wait for the security administrator: who assesses and recommends for a unit, and a person's own branch.

The system administrator keeps the register; each of these three fields alone would hand one unit's cases to another
unit's officers, or lift a recusal (D17, D18). So the old value acts until a second person has confirmed the new one.
"""
