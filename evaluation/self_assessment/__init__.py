"""Step 1, the branch assesses itself and applies (方案 四（一）, D13, D31)."""
