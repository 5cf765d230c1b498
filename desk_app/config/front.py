"""Where a profile lies, and the few words of it the sign-in page shows.

The first paint waits for this file, so it reads what it shows and checks nothing; what is wrong
with a profile is told by ``settings.load`` when the desk opens.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from desk_app.config.kept import Kept
from desk_app.config.policy import with_policies

SETTINGS_FILE = "profile.toml"
STAFF_FILE = "staff.toml"
CHOICES_FILE = "window.json"
"""What the officers of a desk chose for its window."""
LOCK_MINUTES = 10
_SHOWN = {
    "office": ("agency_name",), "desk": ("name", "practice"), "session": ("lock_minutes",),
}  # fmt: skip


class Front(NamedTuple):
    """What is known of a desk before it is opened.

    Attributes:
        lock_minutes: 0 never locks.
        people: names to sign in with, as the practice office's list of staff has them.
    """

    office: str
    desk: str
    is_practice: bool
    lock_minutes: int
    people: tuple[str, ...]


def default_folder() -> Path:
    """Where a desk keeps its profile when nobody says otherwise."""
    given = os.environ.get("DESK_PROFILE")
    if given:
        return Path(given)
    import platformdirs

    return Path(platformdirs.user_data_path("desk-app", appauthor=False))


def read_front(folder: Path) -> Front:
    """Read what the sign-in page shows; a restore or an update that broke off is mended first.

    Raises:
        OSError: there is no profile, or it cannot be read.
        ValueError: it is no such file.
    """
    _mend(folder)
    kept = Kept(folder)
    own = kept.read(SETTINGS_FILE, _shown)
    is_practice = _section(own, "desk").get("practice") is True
    data = own if is_practice else with_policies(own)
    people = _people(kept) if is_practice else ()
    kept.keep()
    minutes = _section(data, "session").get("lock_minutes")
    return Front(
        office=str(_section(data, "office").get("agency_name", "")),
        desk=str(_section(data, "desk").get("name", "")),
        is_practice=is_practice,
        lock_minutes=minutes if isinstance(minutes, int) else LOCK_MINUTES,
        people=people,
    )


def _people(kept: Kept) -> tuple[str, ...]:
    try:
        users = kept.read(STAFF_FILE, _users).get("users")
    except (OSError, ValueError):
        return ()
    return tuple(str(user) for user in users) if isinstance(users, list) else ()


def _users(staff: Mapping[str, object]) -> Mapping[str, object]:
    officers = staff.get("officer")
    found = officers if isinstance(officers, list) else []
    return {"users": [str(one.get("user", "")) for one in found if isinstance(one, dict)]}


def _shown(profile: Mapping[str, object]) -> Mapping[str, object]:
    """Of a profile what ``Front`` shows, and nothing else."""
    return {
        section: {key: value for key, value in _section(profile, section).items() if key in keys}
        for section, keys in _SHOWN.items()
    }


def _section(data: Mapping[str, object], name: str) -> Mapping[str, object]:
    found = data.get(name)
    return found if isinstance(found, Mapping) else {}


def _mend(folder: Path) -> None:
    """Finish what a break left behind; what mends is loaded only where something may be broken."""
    if not folder.is_dir():
        from desk_app.config.swap import mend

        mend(folder)
    updates = folder / "updates"
    if updates.is_dir():
        from desk_app.config.switch import finish

        finish(updates)
