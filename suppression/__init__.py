"""Who must not be contacted, and who agreed to be."""
