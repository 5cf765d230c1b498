"""Settings an administrator gives every desk of a machine: as defaults, or locked.

The file lies where only an administrator writes; a profile cannot change what is locked.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

POLICY_FILE = "policy.toml"


def policy_places() -> tuple[Path, ...]:
    """Where policies lie, the stronger first."""
    places: tuple[Path, ...]
    if sys.platform == "win32":
        # Not ProgramData: there any user may make the folder first and own what lies in it.
        shared = Path(os.environ.get("PROGRAMFILES", r"C:\Program Files")) / "desk-app"
        own = Path(os.environ.get("LOCALAPPDATA", "")) / "desk-app"
        places = (shared / POLICY_FILE, own / POLICY_FILE)
    else:
        places = (Path("/etc/desk-app") / POLICY_FILE,)
    return places


def with_policies(
    data: Mapping[str, object], places: tuple[Path, ...] | None = None
) -> dict[str, object]:
    """Settings of a profile under the policies of the machine.

    Args:
        data: sections of the profile.
        places: policy files, the stronger first; the machine's own by default.

    Raises:
        OSError, UnicodeDecodeError, tomllib.TOMLDecodeError: a policy that is there cannot be read;
            a desk must not run as if there were none.
    """
    merged: dict[str, object] = {k: _copy(v) for k, v in data.items()}
    for place in reversed(policy_places() if places is None else places):
        if not place.is_file():
            continue
        policy = _read(place)
        for mode, is_lock in (("default", False), ("lock", True)):
            sections = policy.get(mode, {})
            for section, values in sections.items():
                _lay(merged, section, values, is_lock=is_lock)
    return merged


def is_locked(section: str, key: str, places: tuple[Path, ...] | None = None) -> bool:
    """Whether a policy of the machine decides a setting."""
    for place in policy_places() if places is None else places:
        if place.is_file():
            policy = _read(place)
            if key in policy.get("lock", {}).get(section, {}):
                return True
    return False


def _read(place: Path) -> dict[str, Any]:
    """A policy as it is now: a copy a user could change would undo a lock."""
    import tomllib  # few machines have one, and the first paint waits for this module

    return tomllib.loads(place.read_text(encoding="utf-8"))


def _lay(merged: dict[str, object], section: str, values: object, *, is_lock: bool) -> None:
    held = merged.setdefault(section, {})
    if not isinstance(held, dict) or not isinstance(values, Mapping):
        return
    for key, value in values.items():
        # An empty text in a profile is a setting nobody has made yet.
        if is_lock or held.get(key, "") == "":
            held[key] = value


def _copy(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else value
