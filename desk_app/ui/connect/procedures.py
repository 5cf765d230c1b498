"""The catalogue of procedures in the shape of the window."""

from pathlib import Path

from desk_app.application.procedure_fields import EditField, EditSection, sections
from desk_app.application.procedures import Fault, SaveProcedure
from desk_app.domain.moments import VIETNAM
from desk_app.domain.procedures import ProcedureDefinition
from desk_app.ui import contract as c
from desk_app.ui.connect.pictures import Which, picture
from desk_app.ui.connect.sitting import Sitting


class ProceduresPart:
    """Procedures for the officer at the desk."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting

    def sections(self) -> tuple[c.ProcedureSection, ...]:
        """The form."""
        return tuple(_section(section) for section in sections())

    def versions(self) -> tuple[c.ProcedureVersion, ...]:
        """Every version, those in force marked."""
        today = self._sitting.now().astimezone(VIETNAM).date()
        found = self._sitting.desk.procedures.versions()
        held = {
            p.key: p.version
            for p in sorted(found, key=lambda p: (p.valid_from, p.version))
            if p.is_valid_on(today)
        }
        return tuple(_version(p, is_in_force=held.get(p.key) == p.version) for p in found)

    def sheets(self, key: str, version: int) -> c.ProcedureSheets:
        """A version."""
        return self._sitting.desk.procedures.texts(key, version)

    def permit(self) -> None:
        """Refuse an officer who may not change the catalogue."""
        self._sitting.desk.procedures.permit(self._sitting.officer)

    def look(
        self, draft: c.ProcedureSheets, before: c.ProcedureSheets
    ) -> tuple[c.ProcedureSheets, tuple[c.ProcedureFault, ...]]:
        """A draft with its sources followed, and its faults."""
        followed, found = self._sitting.desk.procedures.look(draft, before)
        return followed, tuple(_fault(fault) for fault in found)

    def pictures(
        self, draft: c.ProcedureSheets, before: c.ProcedureSheets
    ) -> tuple[c.ProcessPicture, ...]:
        """The processes in swim lanes."""
        plans = self._sitting.desk.procedures.processes(draft, before)
        if draft == before:
            return tuple(picture("only", plan) for plan in plans)
        names: tuple[Which, ...] = ("before", "after")
        return tuple(picture(which, plan) for which, plan in zip(names, plans, strict=False))

    def save(self, draft: c.ProcedureSheets) -> c.ProcedureVersion:
        """Keep a draft as a new version."""
        command = SaveProcedure(actor=self._sitting.officer, texts=draft)
        return _version(self._sitting.desk.procedures.save(command), is_in_force=False)

    def read(self, path: str) -> c.ProcedureSheets:
        """A file as a draft."""
        return self._sitting.desk.procedures.texts_of_file(Path(path))

    def export(self, key: str, version: int) -> tuple[str, ...]:
        """Write a version out."""
        desk = self._sitting.desk
        files = desk.procedures.export(key, version, desk.profile / "catalogue" / "out")
        return tuple(str(file) for file in files)


def _section(section: EditSection) -> c.ProcedureSection:
    return c.ProcedureSection(
        id=section.key,
        sheet=section.sheet,
        fields=tuple(_field(field) for field in section.fields),
        is_table=section.is_table,
    )


def _field(field: EditField) -> c.ProcedureField:
    return c.ProcedureField(
        id=field.path, kind=field.kind, choices=field.choices, required=field.required
    )


def _version(procedure: ProcedureDefinition, *, is_in_force: bool) -> c.ProcedureVersion:
    return c.ProcedureVersion(
        key=procedure.key,
        version=procedure.version,
        code=procedure.code or "",
        name=procedure.name,
        valid_from=procedure.valid_from,
        to_confirm=len(procedure.to_confirm()),
        is_in_force=is_in_force,
    )


def _fault(fault: Fault) -> c.ProcedureFault:
    return c.ProcedureFault(
        section=fault.place.section,
        row=fault.place.row,
        field=fault.place.field,
        code=fault.code,
        detail=fault.detail,
        forbids=fault.forbids,
    )
