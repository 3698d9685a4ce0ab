"""Every row accounted for: what is written is noted by triggers, sealed by its transaction, chained by a worker (D5).

Both apps write; neither does anything for it: the database backend names and seals each transaction by itself.
"""
