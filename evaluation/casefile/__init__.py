"""The file of one case: what happened, who holds it, every move that a person may make (方案 五（一）)."""
