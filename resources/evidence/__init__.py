"""The evidence package of a dossier: its layout and the program that checks it."""
