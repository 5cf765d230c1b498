"""Signed files that are no PDF: detached CMS, XML signatures, ASiC containers."""
