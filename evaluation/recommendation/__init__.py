"""Step 3, the leading Party group recommends within its seats; the pool of small units (方案 四（三）, D1–D7)."""
