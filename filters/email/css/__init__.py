"""Style sheets and styles of HTML mail: how they are written, whom they touch, what they do."""
