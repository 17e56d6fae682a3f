"""The admin pages: see, decide, prove."""
