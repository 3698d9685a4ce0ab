"""The honour: its register, plaques, subsidies, 支部工作法 (方案 五（二）, 五（三）, D23, D24)."""
