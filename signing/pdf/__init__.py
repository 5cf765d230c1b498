"""The PDF part of a signature: reading what is there, adding one revision, checking it."""
