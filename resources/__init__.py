"""Assets as a package: texts, forms, procedures, fonts, styles.

Names are relative and use `/`, for example `rules/rule-sets.toml`.
"""

import json
import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any


def path(name: str) -> Traversable:
    """Give an asset; wrap it in `importlib.resources.as_file` where a real path is needed."""
    return files(__name__).joinpath(*name.split("/"))


def text(name: str) -> str:
    """Read an asset as UTF-8 text."""
    return path(name).read_text(encoding="utf-8")


def toml(name: str) -> dict[str, Any]:
    """Read a TOML asset."""
    return tomllib.loads(text(name))


def json_data(name: str) -> Any:
    """Read a JSON asset."""
    return json.loads(text(name))
