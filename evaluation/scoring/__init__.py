"""One assessor's sheet as one page, kept part by part from whatever device he holds (方案 四（二）, D17)."""
