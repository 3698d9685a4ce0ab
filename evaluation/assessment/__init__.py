"""Step 2, the organ Party organisation assesses: team, visits, opinions asked, scores, the opinion (方案 四（二）)."""
