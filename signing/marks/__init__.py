"""The visible part of a signature: what it says, where it stands, how it is drawn."""
