"""One file for support: versions, check-up, settings and logs, with everything personal taken out.

What goes in is chosen by name; what is free text goes through the redactor besides. Nothing of the
database, of a paper or of the staff list is read.
"""

import io
import json
import platform
import re
import sys
import zipfile
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path

from desk_app.bootstrap.data import load_settings, wall_clock
from desk_app.bootstrap.recorder import recorded
from desk_app.config.front import SETTINGS_FILE
from desk_app.config.keys import write_private
from desk_app.domain.errors import DeskError

LARGEST_LOG = 2 << 20
_SHOWN = {
    "desk": ("generation", "practice", "asks_password", "language", "serial_digits"),
    "province": ("target", "kind"),
    "backup": ("every_hours",),
    "session": ("offline_hours", "lock_minutes"),
    "purge": ("days_after_sync",),
    "signing": ("modules",),
}
_TAKEN_OUT = (
    (re.compile(r"AGE-SECRET-KEY-\S+", re.IGNORECASE), "[key]"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "[mail]"),
    (re.compile(r"\b[\w.-]*\d{1,2}-\d{6}-\d{4}\b"), "[dossier]"),
    (re.compile(r"(?<![0-9a-fA-F-])\+?\d[\d .-]{7,}\d(?![0-9a-fA-F])"), "[number]"),
    (re.compile(r"\b[0-9A-Fa-f]{32,}\b"), "[digest]"),
    # A word with a Vietnamese letter is a name or prose; the log itself is English. Words beside it
    # that begin with a capital belong to the same name.
    (
        re.compile(
            r"(?:\b[A-Z][a-z]*\s+)*\S*[À-ỹ\u0300-\u036f]\S*"
            r"(?:\s+(?:[A-Z]\w*|\S*[À-ỹ\u0300-\u036f]\S*))*"
        ),
        "[words]",
    ),
    (re.compile(r"(['\"])(?:(?!\1).){1,400}\1"), "[text]"),
)


def redacted(text: str) -> str:
    """A line of a log without numbers, names, addresses and quoted text."""
    for pattern, word in _TAKEN_OUT:
        text = pattern.sub(word, text)
    return text


def support_bundle(
    profile: Path | None, target: Path, checks: Iterable[Mapping[str, object]]
) -> Path:
    """Write the bundle; gives its place.

    Args:
        profile: the desk; a desk that cannot be opened has a bundle too.
        target: folder or file.
        checks: lines of the doctor.
    """
    now = wall_clock().now()
    place = target / f"desk-support-{now:%Y%m%d-%H%M%S}.zip" if target.is_dir() else target
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("versions.json", _json(_versions()))
        bundle.writestr("doctor.json", _json([_shown(line) for line in checks]))
        try:
            settings = load_settings(profile)
        except DeskError as error:
            bundle.writestr("profile.txt", error.code)
        else:
            bundle.writestr("settings.json", _json(_settings(settings.folder)))
            bundle.writestr("recorder.txt", "\n".join(recorded(settings.log_folder)))
            for log in sorted(settings.log_folder.glob("*.log*")):
                text = log.read_text(encoding="utf-8", errors="replace")[-LARGEST_LOG:]
                lines = "\n".join(redacted(line) for line in text.splitlines())
                bundle.writestr(f"logs/{log.name}", lines)
    write_private(place, out.getvalue())
    return place


def _shown(line: Mapping[str, object]) -> dict[str, object]:
    kept = {key: line.get(key, "") for key in ("id", "state", "code")}
    return kept | {"detail": redacted(str(line.get("detail", "")))}


def _versions() -> dict[str, object]:
    return {
        "python": sys.version,
        "system": platform.platform(),
        "machine": platform.machine(),
        "packages": {
            str(d.metadata["Name"]): d.version
            for d in sorted(metadata.distributions(), key=lambda d: str(d.metadata["Name"]))
        },
    }


def _settings(folder: Path) -> dict[str, object]:
    import tomllib

    data = tomllib.loads((folder / SETTINGS_FILE).read_text(encoding="utf-8"))
    shown: dict[str, object] = {}
    for section, names in _SHOWN.items():
        part = data.get(section, {})
        shown[section] = {name: part[name] for name in names if name in part}
    modules = data.get("signing", {}).get("modules", [])
    shown["signing"] = {"modules": [Path(str(name)).name for name in modules]}
    return shown


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)
