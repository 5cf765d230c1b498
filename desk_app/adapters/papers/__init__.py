"""Content-addressed, encrypted store of scans and PDFs."""

from desk_app.adapters.papers.blobs import PapersBlobs
from desk_app.adapters.papers.store import PapersStore

__all__ = ["PapersBlobs", "PapersStore"]
