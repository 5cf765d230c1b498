"""Tables the office wrote for itself, in TOML files of its profile."""

import tomllib
from pathlib import Path
from typing import Any

from desk_app.domain.definitions import DefinitionError, Problem


def own_table(file: Path) -> dict[str, Any]:
    """The table of a file.

    Raises:
        DefinitionError: it cannot be read, or is no TOML; ``definition.unreadable`` says where.
    """
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problem = Problem(path=file.name, code="definition.unreadable", detail=str(error)[:120])
        raise DefinitionError(file.stem, [problem]) from error
