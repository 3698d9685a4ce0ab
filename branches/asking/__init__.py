"""How the database is asked where it is asked often: SQL written once a process, and rows probed one by one."""
