"""Step 4, ký số cơ quan."""
