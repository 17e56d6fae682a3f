"""The figures of docs/promises.md at their full sizes: `python3 dev.py long`."""
