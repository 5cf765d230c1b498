"""Step 2, thẩm định."""
