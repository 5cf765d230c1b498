"""Sync tables as data: acts and transitions, status maps, field tables."""
