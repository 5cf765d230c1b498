"""Choices of the officers at one desk, in a small file of its profile."""

import json
from pathlib import Path


class FileSettings:
    """Choices of the officers at this desk, in a small file of the profile."""

    def __init__(self, path: Path, version: str) -> None:
        self._path = path
        self.version = version
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            found = {}
        self._values: dict[str, str] = (
            {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}
        )

    def get(self, key: str, default: str = "") -> str:
        """A value."""
        return self._values.get(key, default)

    def put(self, key: str, value: str) -> None:
        """Keep a value; the file is replaced whole."""
        if self._values.get(key) == value:
            return
        self._values[key] = value
        text = json.dumps(self._values, ensure_ascii=False, indent=1)
        fresh = self._path.with_suffix(".new")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(self._path)
