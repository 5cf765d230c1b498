"""Backups of a desk: papers copied once each, and sealed snapshots of everything else."""

from desk_app.adapters.backup.manifest import Manifest, PaperLine
from desk_app.adapters.backup.papers import copy_papers, paper_place
from desk_app.adapters.backup.snapshot import (
    newest_snapshot,
    open_snapshot,
    seal_snapshot,
    snapshots,
    sweep,
)

__all__ = [
    "Manifest",
    "PaperLine",
    "copy_papers",
    "newest_snapshot",
    "open_snapshot",
    "paper_place",
    "seal_snapshot",
    "snapshots",
    "sweep",
]
