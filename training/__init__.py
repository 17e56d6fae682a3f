"""What is learned from labelled mail, and how: nothing of this runs in the gateway."""
