"""Qt's own words in Vietnamese: PySide6 ships none, so a small translation is kept here."""
