"""Letters beside the procedure: 催办函, minutes, samples of what will be issued (方案 五（一）, D20)."""
