"""The reader of codes that this desk has chosen, for the doctor."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.application.code_reader import PORT_SETTING, SPEED_SETTING, SPEEDS
from desk_app.bootstrap.finding import Finding
from desk_app.bootstrap.instance import single_instance
from desk_app.config.front import CHOICES_FILE
from desk_app.config.settings import Settings
from desk_app.domain.errors import ConflictError, UnavailableError

if TYPE_CHECKING:
    from desk_app.adapters.code_reader import SerialCodeReader


def chosen_port(folder: Path) -> tuple[str, int]:
    """Name and speed of the port; no name where the reader plays keyboard."""
    try:
        found = json.loads((folder / CHOICES_FILE).read_text(encoding="utf-8"))
        speed = str(found.get(SPEED_SETTING, ""))
        port = str(found.get(PORT_SETTING, ""))
    except (OSError, ValueError, AttributeError):
        return "", SPEEDS[0]
    return port, int(speed) if speed.isdigit() else SPEEDS[0]


def check_code_reader(
    settings: Settings | None, reader: "SerialCodeReader | None" = None
) -> Finding:
    """Whether the chosen port can be listened to; none chosen is a keyboard, which nobody can ask.

    Args:
        settings: of the profile.
        reader: the one of this program; what it knows of a port it listens to is believed, because
            a port is opened by one at a time.
    """
    standing = reader.standing if reader is not None else None
    if standing is not None:
        if standing.kind == "listening":
            return Finding("ok", "doctor.code_reader_listening")
        return Finding("warn", standing.code, standing.facts)
    port, speed = chosen_port(settings.folder) if settings is not None else ("", SPEEDS[0])
    if not port:
        return Finding("ok", "doctor.code_reader_keyboard")
    from desk_app.adapters.code_reader import SerialCodeReader

    try:
        SerialCodeReader().try_port(port, speed)
    except UnavailableError as error:
        is_own = error.code == "code_reader.busy" and reader is None and _has_window(settings)
        if is_own:
            return Finding("ok", "doctor.code_reader_listening")
        return Finding("warn", error.code, error.facts)
    return Finding("ok", f"{port} · {speed}")


def _has_window(settings: Settings | None) -> bool:
    """Whether a window over this profile is open: it holds the port, or says why it does not."""
    if settings is None:
        return False
    try:
        with single_instance(settings.folder):
            return False
    except ConflictError:
        return True
