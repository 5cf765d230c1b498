"""Rules of the one-stop counter; standard library only."""
