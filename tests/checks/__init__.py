"""Checks of the repository that no linter knows."""
