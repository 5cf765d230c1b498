"""The scanner library behind the acquisition port."""
