"""复查 by the unit, 复核 by both municipal bodies, of every honour in every year (方案 四, D26)."""
