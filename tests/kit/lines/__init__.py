"""Training of the own line reader: texts, faces, pictures of lines, the net."""
