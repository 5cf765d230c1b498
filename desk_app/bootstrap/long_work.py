"""Kinds of long work: over which items each goes, and what is done with one of them.

Papers are checked with the shelf alone; what needs dossiers opens the desk with its first item.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.application import long_work
from desk_app.application.reports.reports import ReportOrder
from desk_app.bootstrap.data import wall_clock
from desk_app.bootstrap.desk import open_desk
from desk_app.config.settings import Settings
from desk_app.domain.errors import RuleError
from desk_app.domain.moments import VIETNAM

if TYPE_CHECKING:
    from desk_app.adapters.papers import PapersStore
    from desk_app.adapters.persistence import Database
    from desk_app.application.desk import Desk

CHECK_PAPERS = "check_papers"
READ_AGAIN = "read_again"
PACK_EVIDENCE = "pack_evidence"
YEARLY_REPORTS = "yearly_reports"
SOUND, DAMAGED, WRITTEN = "sound", "damaged", "written"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of long work.

    Attributes:
        items: those there are now; RuleError when the office has not prepared for it.
        work: does one item, gives the word it ends with.
    """

    items: Callable[[], Iterator[str]]
    work: Callable[[str], str]


class LongWorkKinds:
    """The kinds of one profile, by name."""

    def __init__(self, settings: Settings, database: "Database", papers: "PapersStore") -> None:
        self._settings, self._database, self._papers = settings, database, papers
        self._closing = contextlib.ExitStack()
        self.by_name = {
            CHECK_PAPERS: Kind(papers.shelf.digests, self._check_paper),
            READ_AGAIN: Kind(self._over, self._read_again),
            PACK_EVIDENCE: Kind(self._to_pack, self._pack),
            YEARLY_REPORTS: Kind(self._reports_of_last_year, self._write_report),
        }

    def work(self, kind: str, key: str) -> str:
        """Do one item; its key is the day it was queued, a stroke, and what it is."""
        return self.by_name[kind].work(key.partition("/")[2])

    def close(self) -> None:
        """Close the desk, if an item has opened it."""
        self._closing.close()

    @cached_property
    def _desk(self) -> "Desk":
        desk = open_desk(self._settings.folder)
        self._closing.callback(desk.close)
        return desk

    @property
    def _folder(self) -> Path:
        if not self._settings.packages_folder:
            raise RuleError("backlog.no_folder")
        folder = Path(self._settings.packages_folder)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _check_paper(self, digest: str) -> str:
        """Read a paper from its shelf, open it and compare it with its name."""
        return SOUND if self._papers.is_sound(digest) else DAMAGED

    def _over(self) -> Iterator[str]:
        return iter(self._database.dossiers_over())

    def _read_again(self, dossier_id: str) -> str:
        return long_work.read_again(self._desk.office, dossier_id)

    def _to_pack(self) -> Iterator[str]:
        self._folder  # noqa: B018 - refuses before anything is queued
        return self._over()

    def _pack(self, dossier_id: str) -> str:
        return long_work.pack(self._desk.evidence, self._folder, dossier_id)

    def _reports_of_last_year(self) -> Iterator[str]:
        self._folder  # noqa: B018 - refuses before anything is queued
        year = wall_clock().now().astimezone(VIETNAM).year - 1
        return (f"{year}/{each.key}" for each in self._desk.reports.all() if not each.personal)

    def _write_report(self, key: str) -> str:
        from desk_app.bootstrap.documents import report_inputs, report_period, write_report

        year, _, name = key.partition("/")
        first, last = report_period(self._settings.folder, year)
        inputs = report_inputs(self._settings.folder)
        order = ReportOrder(name=name, first=first, last=last, inputs=inputs)
        write_report(self._desk, order, self._folder / f"{name}-{year}.xlsx")
        return WRITTEN
