"""SQLAlchemy behind the repositories and the unit of work."""

from desk_app.adapters.persistence.database import Database, open_database

__all__ = ["Database", "open_database"]
