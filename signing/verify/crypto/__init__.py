"""Signed messages, certificates, revocation and time stamps."""
