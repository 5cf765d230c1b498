"""Paper to pages to words to fields; knows nothing of the desk."""
