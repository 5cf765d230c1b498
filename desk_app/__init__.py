"""The counter client: five electronic steps of a dossier on one screen."""
