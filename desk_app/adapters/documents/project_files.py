"""Restructuring files as JSON in the profile, each replaced whole."""

import json
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desk_app.domain.errors import IntegrityError, NotFoundError, RuleError

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}")


class ProjectFiles:
    """One file a project, named by its code."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, code: str) -> dict[str, Any]:
        """One file; NotFoundError ``restructuring.unknown``, IntegrityError when it is damaged."""
        file = self._file(code)
        try:
            data = json.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise NotFoundError("restructuring.unknown", {"plan": code}) from error
        except (OSError, ValueError) as error:
            raise IntegrityError("restructuring.damaged", {"file": file.name}) from error
        if not isinstance(data, dict):
            raise IntegrityError("restructuring.damaged", {"file": file.name})
        return data

    def save(self, code: str, data: Mapping[str, object]) -> None:
        """Write one file beside the old one, then put it in its place."""
        target = self._file(code)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(data, file, ensure_ascii=False, indent=2)
                file.write("\n")
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise

    def codes(self) -> tuple[str, ...]:
        """Codes of all files."""
        return tuple(sorted(file.stem for file in self._folder.glob("*.json")))

    def _file(self, code: str) -> Path:
        if not _CODE.fullmatch(code):
            raise RuleError("restructuring.code_form", {"plan": code[:40]})
        return self._folder / f"{code}.json"
