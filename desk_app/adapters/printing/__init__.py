"""Slips and results typeset to PDF/A-2b."""
