"""Files that are brought to the list: looked at, kept, read, added, taken up again."""
