"""Pages of the keys for administrators, and what systems read of the register."""
