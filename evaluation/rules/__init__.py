"""The plan's sentences as pure functions (方案 三、四, D1–D35)."""

from evaluation.rules.allotment import cap

__all__ = ["cap"]
