"""Cleaning steps: small pure functions from one sheet to the next."""
