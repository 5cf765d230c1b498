"""Slips, results and scanned pages as PDF/A-2b; each name comes from its own module."""
