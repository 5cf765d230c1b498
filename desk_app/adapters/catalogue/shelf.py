"""The shelf of procedures that the office's editor reads and writes."""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

from desk_app.adapters.catalogue.catalogue import Catalogue
from desk_app.adapters.catalogue.excel import to_excel
from desk_app.adapters.catalogue.exchange import save, to_json
from desk_app.adapters.catalogue.foreign import ForeignReader
from desk_app.adapters.catalogue.national import from_national
from desk_app.domain.definitions import DefinitionError, Problem
from desk_app.domain.errors import RuleError, UnavailableError
from desk_app.domain.procedure_checks import check_procedure
from desk_app.domain.procedures import ProcedureDefinition


class ProcedureShelf:
    """Definitions in the office's folder over the shipped ones, in the catalogue of the desk."""

    def __init__(self, catalogue: Catalogue, folder: Path, today: Callable[[], dt.date]) -> None:
        self._catalogue, self._folder, self._today = catalogue, folder, today

    def all(self) -> tuple[ProcedureDefinition, ...]:
        """Every version of every procedure."""
        return self._catalogue.versions()

    def data(self, key: str, version: int) -> Mapping[str, object]:
        """A definition as it stands in its file; KeyError when there is none."""
        return self._catalogue.data(key, version)

    def check(self, data: Mapping[str, object]) -> list[Problem]:
        """Every fault, and every value that still needs its source."""
        return check_procedure(data, forms=self._catalogue.forms())

    def take(self, data: Mapping[str, object]) -> ProcedureDefinition:
        """Keep a definition on disk, then in the catalogue of the running desk."""
        try:
            taken = save(data, self._folder, forms=self._catalogue.forms())
        except DefinitionError as error:
            first = error.problems[0]
            raise RuleError(
                "procedures.broken",
                {"file": str(data.get("name")), "path": first.path, "count": len(error.problems)},
            ) from error
        except OSError as error:
            raise UnavailableError("procedures.unwritable", {"file": self._folder.name}) from error
        self._catalogue.take(data)
        return taken

    def read(self, file: Path) -> Mapping[str, object]:
        """The definition of a file, or one made from an answer of the national catalogue.

        The file is opened in a child process.
        """
        try:
            with ForeignReader() as reader:
                data = reader.read(file)
        except DefinitionError as error:
            raise RuleError("procedures.unreadable", {"file": file.name}) from error
        if "TENTTHC" in data or "MATTHC" in data:
            return from_national(data, read_on=self._today())
        return data

    def write(self, data: Mapping[str, object], file: Path) -> None:
        """Write a definition out, by the suffix."""
        is_book = file.suffix.lower() == ".xlsx"
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(to_excel(data) if is_book else to_json(data).encode())
        except OSError as error:
            raise UnavailableError("procedures.unwritable", {"file": file.name}) from error
