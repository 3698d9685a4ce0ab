"""Invented years for trying the system out and for measuring it. Nothing here runs in a real year."""
