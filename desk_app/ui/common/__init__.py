"""Parts every screen is built from."""
