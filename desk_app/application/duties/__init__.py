"""Acts that belong to a step and move no dossier along: people, money, papers, agencies, voices."""
