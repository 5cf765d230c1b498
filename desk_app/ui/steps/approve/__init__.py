"""Step 3, phê duyệt."""
