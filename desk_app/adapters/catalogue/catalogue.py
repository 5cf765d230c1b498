"""The catalogue of procedures and e-forms, read once from folders of TOML and JSON."""

import datetime as dt
import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import resources
from desk_app.domain.definitions import DefinitionError, Problem
from desk_app.domain.forms import FormDefinition, form_from_data
from desk_app.domain.procedure_checks import check_procedure
from desk_app.domain.procedure_reading import procedure_from_data
from desk_app.domain.procedures import ProcedureDefinition

_Versioned = TypeVar("_Versioned", FormDefinition, ProcedureDefinition)


class Catalogue:
    """Procedures and e-forms by key and version.

    A definition of the office with the same key and version replaces the shipped one, so a
    value can be confirmed without touching the program.
    """

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        """Read everything; schemas of the shipped forms were checked when they were shipped.

        Args:
            folders: the office's own, each with `procedures/` and `eforms/`.

        Raises:
            DefinitionError: a file that cannot be used, with its faults.
        """
        self._sources: dict[tuple[str, int], Mapping[str, object]] = {}
        self._procedures: dict[tuple[str, int], ProcedureDefinition] = {}
        self._forms: dict[tuple[str, int], FormDefinition] = {}
        shipped = resources.path("")
        for folder in (shipped, *folders):
            parse = form_from_data if folder is shipped else parse_form
            for file in sorted(folder.glob("eforms/*.json")):
                form = parse(read(file))
                self._forms[(form.key, form.version)] = form
            for file in sorted(folder.glob("procedures/*.toml")) + sorted(
                folder.glob("procedures/*.json")
            ):
                self.take(read(file))

    def take(self, data: Mapping[str, object]) -> ProcedureDefinition:
        """Put a definition beside the others; DefinitionError when it cannot be used."""
        procedure = procedure_from_data(data)
        place = (procedure.key, procedure.version)
        self._procedures = {**self._procedures, place: procedure}  # readers keep theirs whole
        self._sources = {**self._sources, place: data}
        return procedure

    def versions(self) -> tuple[ProcedureDefinition, ...]:
        """Every version of every procedure."""
        return tuple(self._procedures.values())

    def procedures(self, on: dt.date) -> tuple[ProcedureDefinition, ...]:
        """The version in force on a day of every procedure, by name."""
        keys = {key for key, _ in self._procedures}
        found = [p for key in keys if (p := self._in_force(key, on)) is not None]
        return tuple(sorted(found, key=lambda p: p.name))

    def procedure(
        self, key: str, *, on: dt.date | None = None, version: int | None = None
    ) -> ProcedureDefinition:
        """A procedure by key or national code.

        Args:
            key: key or national code.
            on: day whose version is wanted.
            version: one exactly, as an old dossier keeps the one it was received under; with
                neither, the newest.

        Raises:
            KeyError: nothing of that name, version or day.
        """
        key = self._key_of(key)
        if version is not None:
            return self._procedures[(key, version)]
        if on is not None:
            found = self._in_force(key, on)
            if found is None:
                raise KeyError(key)
            return found
        return _newest(self._procedures, key)

    def form(self, key: str, version: int | None = None) -> FormDefinition:
        """An e-form; the newest version unless one is named. KeyError when there is none."""
        if version is not None:
            return self._forms[(key, version)]
        return _newest(self._forms, key)

    def forms(self) -> Mapping[str, FormDefinition]:
        """The newest version of every e-form, by key."""
        return {key: self.form(key) for key, _ in self._forms}

    def data(self, key: str, version: int | None = None) -> Mapping[str, object]:
        """The definition as it stands in its file, for export and for the editor."""
        procedure = self.procedure(key, version=version)
        return self._sources[(procedure.key, procedure.version)]

    def check_all(
        self,
        *,
        document_types: frozenset[str] | None = None,
        renders: Callable[[str], bool] | None = None,
    ) -> dict[str, list[Problem]]:
        """Check every procedure; see `check_procedure`. Keyed by `key.version`."""
        forms = self.forms()
        return {
            f"{key}.{version}": check_procedure(
                data, forms=forms, document_types=document_types, renders=renders
            )
            for (key, version), data in sorted(self._sources.items())
        }

    def _key_of(self, name: str) -> str:
        for (key, _), procedure in self._procedures.items():
            if name in (key, procedure.code):
                return key
        raise KeyError(name)

    def _in_force(self, key: str, on: dt.date) -> ProcedureDefinition | None:
        fitting = [p for (k, _), p in self._procedures.items() if k == key and p.is_valid_on(on)]
        return max(fitting, key=lambda p: (p.valid_from, p.version), default=None)


def read(file: Path) -> dict[str, object]:
    """The table of a TOML or JSON file, or of a workbook.

    Raises:
        DefinitionError: `definition.unreadable`.
    """
    if file.suffix.lower() == ".xlsx":
        from desk_app.adapters.catalogue.excel import from_excel

        return from_excel(file)
    try:
        text = file.read_text(encoding="utf-8")
        data = tomllib.loads(text) if file.suffix == ".toml" else json.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, json.JSONDecodeError) as error:
        problem = Problem(path=file.name, code="definition.unreadable", detail=str(error))
        raise DefinitionError(file.name, [problem]) from error
    if not isinstance(data, dict):
        problem = Problem(path=file.name, code="definition.not_a_table")
        raise DefinitionError(file.name, [problem])
    return data


def parse_form(data: Mapping[str, object]) -> FormDefinition:
    """Parse an e-form and check that its schema is one.

    Raises:
        DefinitionError: with every fault; `form.schema_broken` for the schema itself.
    """
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    form = form_from_data(data)
    try:
        Draft202012Validator.check_schema(dict(form.schema))
    except SchemaError as error:
        path = ".".join(str(part) for part in ("schema", *error.path))
        problem = Problem(path=path, code="form.schema_broken", detail=error.message)
        raise DefinitionError(f"e-form {form.key}", [problem]) from error
    return form


def _newest(shelf: Mapping[tuple[str, int], _Versioned], key: str) -> _Versioned:
    versions = [version for name, version in shelf if name == key]
    if not versions:
        raise KeyError(key)
    return shelf[(key, max(versions))]
