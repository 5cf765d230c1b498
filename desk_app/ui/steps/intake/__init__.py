"""Step 1, tiếp nhận."""
