"""Decisions of both municipal bodies, naming and revoking alike: freezing, signing, proclaiming (方案 四（四）, D19)."""
