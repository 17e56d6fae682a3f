"""Mail labelled by what it is for, and what is learned from it."""
