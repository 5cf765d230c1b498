"""PKCS#11 tokens behind one child process per module."""
