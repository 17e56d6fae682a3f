"""Telling applications what became of their texts."""
