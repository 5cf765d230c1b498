"""Reads the table of acts from the packaged data."""

import functools
import tomllib
from importlib import resources
from typing import Any

from desk_app.application.sync_rules import ActRule, ActRules, Meeting
from desk_app.application.sync_values import CommandKind


def read_table(name: str) -> dict[str, Any]:
    """Give a packaged TOML table of ``resources/sync``."""
    text = resources.files("resources.sync").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@functools.cache
def act_rules() -> ActRules:
    """Give the table of acts, transitions and meetings."""
    data = read_table("acts")
    return ActRules(
        rules=tuple(
            ActRule(
                kind=CommandKind(row["kind"]),
                from_states=frozenset(row["from"]),
                to=row.get("to"),
                meets=Meeting(row["meets"]),
                roles=frozenset(row.get("roles", ())),
                needs=tuple(row.get("needs", ())),
                when=row.get("when", {}),
            )
            for row in data["act"]
        ),
        terminal=frozenset(data["terminal"]),
        national_status=data["national_status"],
    )
