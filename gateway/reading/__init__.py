"""Reading what people wrote with the models that ship."""
