"""The plan's sentences as pure functions."""

from evaluation.rules.allotment import cap

__all__ = ["cap"]
