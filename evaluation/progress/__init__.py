"""How far the year is: its picture, the line of every unit, the criteria that are met least (五（一）, D32, D34)."""
