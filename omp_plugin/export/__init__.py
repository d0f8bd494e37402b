"""A compiled plan for other programs."""
