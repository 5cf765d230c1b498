"""Schema steps, hand-read."""
