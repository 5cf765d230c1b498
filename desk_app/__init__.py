"""The counter client: five electronic steps of a dossier on one screen."""

__version__ = "0.1.0"
