"""Texts an officer reads, by key."""
