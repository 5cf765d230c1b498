"""Departures of makers from the eSCL protocol, as data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, replace
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Quirks:
    """What to do differently for one device.

    Attributes:
        page_pause_s: wait after each fed page; asked too soon, some devices end the stack.
        host_header: "address" names host and port, "localhost" is what some firmware wants.
        feeder_state_is_late: "feeder empty" before a job means nothing.
        one_page_feeder: the device gives only the first page of a feeder load.
    """

    page_pause_s: float = 0.0
    host_header: str = "address"
    feeder_state_is_late: bool = False
    one_page_feeder: bool = False


def quirks_of(model: str, extra: bytes | None = None) -> Quirks:
    """The quirks of a model.

    Args:
        model: MakeAndModel as the device writes it.
        extra: a table in the same form as ``escl_quirks.toml`` that wins over the shipped one.
    """
    shipped = files("scanner.drivers").joinpath("escl_quirks.toml").read_bytes()
    known = {field.name for field in fields(Quirks)}
    quirks = Quirks()
    for table in (shipped, extra):
        if table is None:
            continue
        for entry in tomllib.loads(table.decode()).get("quirk", ()):
            if str(entry["match"]).casefold() in model.casefold():
                quirks = replace(quirks, **{k: v for k, v in entry.items() if k in known})
    return quirks
