"""One package a port family; they do not import one another."""
