"""Email: reading its structure, judging it, and what is added to it."""
