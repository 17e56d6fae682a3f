"""Makes the models that read texts, from the texts beside it."""
