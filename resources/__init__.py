"""Assets as a package: texts, forms, procedures, fonts, styles.

Names are relative and use `/`, for example `rules/rule-sets.toml`.
"""

import json
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent


def path(name: str) -> Path:
    """Where an asset lies.

    The package is always installed as plain files (never inside a zip): Typst, Qt and fontTools
    want paths.
    """
    return _HERE.joinpath(*name.split("/"))


def text(name: str) -> str:
    """Read an asset as UTF-8 text."""
    return path(name).read_text(encoding="utf-8")


def toml(name: str) -> dict[str, Any]:
    """Read a TOML asset."""
    import tomllib  # not before somebody wants one: the window starts without

    return tomllib.loads(text(name))


def json_data(name: str) -> Any:
    """Read a JSON asset."""
    return json.loads(text(name))
