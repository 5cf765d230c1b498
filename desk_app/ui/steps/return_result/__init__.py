"""Step 5, trả kết quả."""
