"""The signing library behind the signer and verifier ports."""
