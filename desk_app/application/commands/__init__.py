"""Frozen inputs of the acts, one module a step."""
