"""The words by which a message shows why it is sent, as data."""
