"""URLs, one module a step; every one declares its access."""
