"""Requests of people about their data: what is known of them, and forgetting it."""
