"""Reading letters: one protocol, two bindings."""
