"""Definitions as JSON: export, and a checked, crash-safe way into the office's folder."""

import datetime as dt
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from desk_app.domain.definitions import DefinitionError
from desk_app.domain.forms import FormDefinition
from desk_app.domain.procedure_checks import check_procedure, errors
from desk_app.domain.procedure_reading import procedure_from_data
from desk_app.domain.procedures import ProcedureDefinition


def to_json(data: Mapping[str, object]) -> str:
    """A definition as JSON text; days and hours as ISO texts."""
    return json.dumps(data, ensure_ascii=False, indent=2, default=_iso) + "\n"


def save(
    data: Mapping[str, object], folder: Path, *, forms: Mapping[str, FormDefinition] | None = None
) -> ProcedureDefinition:
    """Check a definition and put it into the office's folder, replacing the same version.

    Args:
        data: as read from TOML or JSON.
        folder: the office's; the file goes to `procedures/KEY.VERSION.json` below it.
        forms: known e-forms, for the check.

    Raises:
        DefinitionError: the definition has faults; nothing was written.
    """
    faults = errors(check_procedure(data, forms=forms))
    if faults:
        raise DefinitionError(str(data.get("key", "procedure")), faults)
    procedure = procedure_from_data(data)
    target = folder / "procedures" / f"{procedure.key}.{procedure.version}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(to_json(data))
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return procedure


def _iso(value: object) -> str:
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    message = f"no JSON for {type(value).__name__}"
    raise TypeError(message)
