"""Papers an office hands on: spreadsheets, Word documents, snapshots of counted facts."""
