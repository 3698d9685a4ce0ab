"""All year round: 工作安排 down to every branch, 半年督查 up from it, who was late and what followed (方案 五（一）, D42, D48, D59)."""
