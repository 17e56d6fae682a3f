"""The services that carry texts: each in a file of its own, behind one Protocol."""
