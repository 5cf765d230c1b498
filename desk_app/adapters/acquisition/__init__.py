"""The scanner library behind the acquisition port; each name comes from its own module."""
