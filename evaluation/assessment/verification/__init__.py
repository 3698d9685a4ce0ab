"""The six disqualifying conditions, verified: findings, corrections, holds (方案 三, D13–D16)."""
