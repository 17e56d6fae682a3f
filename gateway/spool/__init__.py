"""The durable queue: what was accepted, in what state it is, and what happens to it next."""
