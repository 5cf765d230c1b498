"""Encryption of page files at rest: the tray asks for it and knows no cipher."""

from __future__ import annotations

from typing import Protocol


class Seal(Protocol):
    """Encryption of page files at rest."""

    def seal(self, plain: bytes) -> bytes:
        """What lies on the disk."""

    def open(self, sealed: bytes) -> bytes:
        """The plain bytes again."""


class NoSeal:
    """Page files are the plain images."""

    def seal(self, plain: bytes) -> bytes:
        """The same bytes."""
        return plain

    def open(self, sealed: bytes) -> bytes:
        """The same bytes."""
        return sealed
