"""SQLAlchemy behind the repositories and the unit of work."""
