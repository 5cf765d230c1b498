"""Small desks with data in them, made without tokens or a province."""
