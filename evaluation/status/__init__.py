"""Whether the system itself is well, in sentences that say what to do."""
