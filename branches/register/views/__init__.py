"""Pages of units and branches, and of the register's file."""
