"""The year: its dates, criteria and ratio, opening and closing, extensions, adjustments, progress (方案 四, 五（一）)."""
