"""What the database itself refuses, and whether the records are what was once written (方案 五（一）, D5, D28)."""
