"""What may leave and what is added to it: checks decide, edits change; all of it pure."""
