"""Where a person may be: by what they said, else by their number."""
