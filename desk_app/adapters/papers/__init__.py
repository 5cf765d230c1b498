"""Content-addressed, encrypted store of scans and PDFs."""
