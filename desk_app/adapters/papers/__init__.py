"""Content-addressed, encrypted store of scans and PDFs."""

from desk_app.adapters.papers.store import PapersStore

__all__ = ["PapersStore"]
