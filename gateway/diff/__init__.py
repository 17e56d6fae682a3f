"""What differs between a message and what leaves of it, as people look at it."""
