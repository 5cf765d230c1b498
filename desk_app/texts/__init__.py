"""Words that an officer reads, looked up by key and filled with facts; knows no widget."""

from desk_app.texts.catalogue import Message, Texts, shipped

__all__ = ["Message", "Texts", "shipped"]
