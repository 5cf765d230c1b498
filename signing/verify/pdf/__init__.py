"""A strict reader of PDF files: syntax, revisions, objects, signatures and later changes."""
