"""Step 4 up to the decision: verdicts of both bodies, public notice, objections (方案 四（四）, D22)."""
