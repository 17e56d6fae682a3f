"""The parts of the admin pages that need no socket."""
