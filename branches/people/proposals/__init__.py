"""Units help themselves: one person puts a post forward, a second of the unit agrees, the security administrator confirms.

市直工委 names somebody where nobody may act (D40); then the security administrator is the second person.
"""
