"""What every room may ask of a case: who sees it and in which state, the facts of its rules, locks, who acts next."""
