"""The footer: what it says, in which words, and how it gets into a text or beside it."""
