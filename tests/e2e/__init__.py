"""The product's promises, kept by the running program and seen from outside."""
