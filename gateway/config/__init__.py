"""The configuration: one file, read once into frozen values, every mistake reported at once."""
