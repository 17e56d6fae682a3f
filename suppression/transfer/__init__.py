"""Lists as files: reading those of other services and our own, and writing them."""
