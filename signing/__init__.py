"""Tokens, PAdES signatures and verdicts; knows nothing of the desk."""
