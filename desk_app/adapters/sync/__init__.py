"""Provincial systems behind the sync port."""
