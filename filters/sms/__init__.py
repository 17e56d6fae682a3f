"""Texts: reading, counting and judging them."""
