"""The catalogue of procedures as it is kept: versions, a new one from an old, import and export.

A version is never written over: dossiers keep the one they were received under, and what changes
is a new version with the day from which it holds.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desk_app.application.ports import Office
from desk_app.application.procedure_fields import (
    Place,
    Texts,
    data_of_texts,
    place_of,
    texts_of,
    with_sources,
)
from desk_app.domain.definition_sheets import FIRST
from desk_app.domain.definitions import DefinitionError, Problem
from desk_app.domain.errors import NotFoundError, RuleError
from desk_app.domain.people import Actor, Role
from desk_app.domain.procedure_reading import procedure_from_data
from desk_app.domain.procedures import ProcedureDefinition
from desk_app.domain.restructuring.process import Plan, compared, today_of

Data = Mapping[str, object]
KEEPERS = frozenset({Role.ONE_STOP_HEAD, Role.ADMIN})
"""Who keeps the catalogue of an office."""


class Shelf(Protocol):
    """Where definitions stand."""

    def all(self) -> tuple[ProcedureDefinition, ...]:
        """Every version of every procedure."""
        ...

    def data(self, key: str, version: int) -> Data:
        """A definition as it stands in its file; KeyError when there is none."""
        ...

    def check(self, data: Data) -> list[Problem]:
        """Every fault, and every value that still needs its source."""
        ...

    def take(self, data: Data) -> ProcedureDefinition:
        """Keep a checked definition, on disk before it is used.

        Raises:
            UnavailableError: ``procedures.unwritable``.
        """
        ...

    def read(self, file: Path) -> Data:
        """The definition of a file: TOML, JSON, a workbook, or an answer of the national one.

        Raises:
            RuleError: ``procedures.unreadable``.
        """
        ...

    def write(self, data: Data, file: Path) -> None:
        """Write a definition out, by the suffix; UnavailableError ``procedures.unwritable``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveProcedure:
    """Keep a draft as a new version; `texts` are those of the form."""

    actor: Actor
    texts: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault with its place in the form; `forbids` tells it from what is to be confirmed."""

    place: Place
    path: str
    code: str
    detail: str
    forbids: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedures:
    """Use cases of the catalogue."""

    office: Office
    shelf: Shelf

    def versions(self) -> tuple[ProcedureDefinition, ...]:
        """Every version by name, the newest of each first."""
        return tuple(sorted(self.shelf.all(), key=lambda p: (p.name, p.key, -p.version)))

    def texts(self, key: str, version: int) -> Texts:
        """A version as the form shows it; NotFoundError ``procedures.unknown``."""
        try:
            return texts_of(self.shelf.data(key, version))
        except KeyError:
            raise NotFoundError("procedures.unknown", {"procedure": key}) from None

    def texts_of_file(self, file: Path) -> Texts:
        """A file as a draft, not kept yet; RuleError ``procedures.unreadable``."""
        return texts_of(self.shelf.read(file))

    def look(self, texts: Texts, before: Texts) -> tuple[Texts, tuple[Fault, ...]]:
        """A draft with its sources followed, and what is wrong with it; see `with_sources`."""
        followed = with_sources(texts, before)
        return followed, self.faults(followed)

    def faults(self, texts: Texts) -> tuple[Fault, ...]:
        """What the check of a file says of a draft, each fault at its place in the form."""
        data = self._numbered(texts)
        if isinstance(data, Problem):
            return (_fault(data, texts),)
        found = [*self._version_faults(data), *self.shelf.check(data)]
        return tuple(_fault(problem, texts) for problem in found)

    def processes(self, texts: Texts, before: Texts) -> tuple[Plan, ...]:
        """The processes to draw: that of a version alone, or the one before and a draft's.

        Steps of the draft that differ are marked. A process whose data cannot be read yet is left
        out: its faults are in the list of faults.
        """
        now, then = self._definition(texts), self._definition(before)
        if texts == before or then is None or now is None:
            return tuple(today_of(each) for each in (now or then,) if each is not None)
        return today_of(then), compared(then, now)

    def _definition(self, texts: Texts) -> ProcedureDefinition | None:
        data = self._numbered(texts)
        try:
            return None if isinstance(data, Problem) else procedure_from_data(data)
        except DefinitionError:
            return None

    def save(self, command: SaveProcedure) -> ProcedureDefinition:
        """Keep a draft as the next version of its procedure.

        Raises:
            RuleError: ``workflow.role``; ``procedures.broken`` with the first fault's path, and
                nothing was kept.
            UnavailableError: ``procedures.unwritable``.
        """
        self.permit(command.actor)
        wrong = [fault for fault in self.faults(command.texts) if fault.forbids]
        data = self._numbered(command.texts)
        if wrong or isinstance(data, Problem):
            raise RuleError(
                "procedures.broken",
                {"file": str(_name(command.texts)), "path": wrong[0].path, "count": len(wrong)},
            )
        return self.shelf.take(data)

    def permit(self, actor: Actor) -> None:
        """Refuse who may not change the catalogue; RuleError ``workflow.role``."""
        if not actor.may_act_as(KEEPERS):
            raise RuleError("workflow.role", {"roles": tuple(sorted(KEEPERS)), "user": actor.user})

    def export(self, key: str, version: int, folder: Path) -> tuple[Path, ...]:
        """Write a version as JSON and as a workbook; the files.

        Raises:
            NotFoundError: ``procedures.unknown``.
            UnavailableError: ``procedures.unwritable``.
        """
        try:
            data = self.shelf.data(key, version)
        except KeyError:
            raise NotFoundError("procedures.unknown", {"procedure": key}) from None
        files = tuple(folder / f"{key}.{version}{suffix}" for suffix in (".json", ".xlsx"))
        for file in files:
            self.shelf.write(data, file)
        return files

    def _numbered(self, texts: Texts) -> dict[str, object] | Problem:
        """The definition with the number the next version has."""
        try:
            data = data_of_texts(texts)
        except TypeError as error:
            return Problem(path=str(error), code="definition.not_a_table")
        return {**data, "schema": 1, "version": self._newest(data.get("key"))[0] + 1}

    def _version_faults(self, data: Data) -> list[Problem]:
        _, since = self._newest(data.get("key"))
        begins = data.get("valid_from")
        if isinstance(begins, dt.date) and since is not None and begins < since:
            return [
                Problem(
                    path="valid_from",
                    code="procedure.version_before_last",
                    detail=f"{since:%d/%m/%Y}",
                )
            ]
        return []

    def _newest(self, key: object) -> tuple[int, dt.date | None]:
        of_key = [p for p in self.shelf.all() if p.key == key]
        newest = max(of_key, key=lambda p: p.version, default=None)
        return (newest.version, newest.valid_from) if newest is not None else (0, None)


def _fault(problem: Problem, texts: Texts) -> Fault:
    return Fault(
        place=place_of(problem.path, texts),
        path=problem.path,
        code=problem.code,
        detail=problem.detail,
        forbids=problem.severity == "error",
    )


def _name(texts: Texts) -> str:
    rows = texts.get(FIRST, ())
    return rows[0].get("name", "") if rows else ""
