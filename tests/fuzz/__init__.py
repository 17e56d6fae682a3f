"""Coverage-guided search for input that breaks the readers, and what it found so far."""
