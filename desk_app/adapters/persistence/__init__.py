"""SQLAlchemy behind the repositories and the unit of work."""

from desk_app.adapters.persistence.database import Database, open_database
from desk_app.adapters.persistence.news import NewsFollower
from desk_app.adapters.persistence.office_desks import OfficeDesk
from desk_app.adapters.persistence.seat import AdvisorySeat, FileSeat

__all__ = [
    "AdvisorySeat",
    "Database",
    "FileSeat",
    "NewsFollower",
    "OfficeDesk",
    "open_database",
]
