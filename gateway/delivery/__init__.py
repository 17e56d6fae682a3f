"""What happens after 250: due deliveries are claimed, rendered, sent and settled."""
