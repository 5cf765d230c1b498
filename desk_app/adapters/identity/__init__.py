"""Reads and proves identity cards for the desk."""

from desk_app.adapters.identity.desk_cards import CardSettings, DeskCards

__all__ = ["CardSettings", "DeskCards"]
