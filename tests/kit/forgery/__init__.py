"""Honest signed files and their forgeries, made on the spot over a throw-away PKI."""
