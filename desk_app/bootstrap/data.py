"""Settings, clock and the data an office works by: rule sets, calendar, identities, procedures."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.config import settings as config
from desk_app.config.front import default_folder
from desk_app.domain.errors import RuleError, UnavailableError
from desk_app.domain.moments import VIETNAM

if TYPE_CHECKING:
    from desk_app.adapters.catalogue import Catalogue
    from desk_app.application.rights import Rights
    from desk_app.domain.deadlines import RuleBook, RuleSet, WorkCalendar
    from desk_app.domain.identity import IdentityTables
    from scanner.profiles import Profiles


class WallClock:
    """The machine's clock in Vietnamese time."""

    def now(self) -> dt.datetime:
        """Aware local time."""
        return dt.datetime.now(tz=VIETNAM)  # noqa: TID251 - the one place that asks the machine

    def monotonic_s(self) -> float:
        """Seconds that never run backwards."""
        import time

        return time.monotonic()


class SortableIds:
    """UUIDv7."""

    def new(self) -> str:
        """A fresh identifier."""
        import uuid_utils

        return str(uuid_utils.uuid7())


def wall_clock() -> WallClock:
    """The machine's clock."""
    return WallClock()


def load_settings(profile: Path | None) -> config.Settings:
    """Settings of a profile, or of the default one, with the passwords of its addresses.

    Raises:
        UnavailableError: ``profile.*``, ``keys.no_key_ring``.
    """
    from desk_app.bootstrap.addresses import with_passwords

    try:
        settings = config.load(profile or default_folder())
    except config.SettingsError as error:
        raise UnavailableError(error.code, dict(error.facts)) from error
    return with_passwords(settings)


@dataclass(frozen=True, slots=True)
class DatedCalendars:
    """Calendar of the office and the rule sets."""

    book: "RuleBook"
    days: "WorkCalendar"

    def calendar(self) -> "WorkCalendar":
        """The calendar of this office."""
        return self.days

    def rule_set(self, name: str, on: dt.date) -> "RuleSet":
        """A rule set by name, or the one in force that day."""
        return self.book.applying(on) if name == "by_date" else self.book.named(name)


def rule_book(profile: Path | None = None) -> "RuleBook":
    """Rule sets: the profile's own file where there is one, else the shipped ones."""
    import resources
    from desk_app.domain.deadlines import RuleBook

    own = profile / "rules" / "rule-sets.toml" if profile else None
    if own is not None and own.is_file():
        return RuleBook.from_data(tomllib.loads(own.read_text(encoding="utf-8")))
    return RuleBook.from_data(resources.toml("rules/rule-sets.toml"))


def calendars(settings: config.Settings) -> DatedCalendars:
    """Rule sets and the working calendar; an office edits its own ``rules/calendar.toml``."""
    import resources
    from desk_app.domain.deadlines import WorkCalendar

    own = settings.within("rules/calendar.toml")
    if own.is_file():
        data = tomllib.loads(own.read_text(encoding="utf-8"))
    else:
        data = resources.toml("rules/calendar-example.toml")
    return DatedCalendars(rule_book(settings.folder), WorkCalendar.from_data(data))


def rights_of(settings: config.Settings) -> "Rights":
    """Who may do what: the shipped matrix, narrowed by the office's own file where there is one.

    Raises:
        UnavailableError: ``profile.bad_value``; a file that cannot be read gives no rights away.
    """
    from desk_app.application.rights import shipped

    own = settings.within("rules/rights.toml")
    if not own.is_file():
        return shipped()
    try:
        return shipped().narrowed_by(tomllib.loads(own.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnavailableError("profile.bad_value", {"file": str(own), "key": "act"}) from error


def calendar_file(path: Path) -> "WorkCalendar":
    """The calendar of a file; RuleError ``usage.input_unreadable`` names what is wrong."""
    from desk_app.domain.deadlines import DeadlineError, WorkCalendar

    try:
        return WorkCalendar.from_data(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        detail = type(error).__name__
    except DeadlineError as error:
        detail = str(error)[:120]
    raise RuleError("usage.input_unreadable", {"file": path.name, "detail": detail})


def identity_tables() -> "IdentityTables":
    """Tables of provinces, names, phones and agency codes."""
    import resources
    from desk_app.domain.identity import IdentityTables

    return IdentityTables.from_data(
        **{name: resources.toml(f"identity/{name}.toml") for name in IdentityTables.SOURCES}
    )


def catalogue(profile: Path | None = None) -> "Catalogue":
    """Procedures and e-forms: shipped ones, and the office's own on top."""
    from desk_app.adapters.catalogue import Catalogue

    folder = (profile or default_folder()) / "catalogue"
    return Catalogue([folder] if folder.is_dir() else [])


def check_procedure_file(file: Path, profile: Path | None) -> list[dict[str, object]]:
    """What is wrong with a procedure file, and what is still to be confirmed."""
    from desk_app.domain.procedure_checks import check_procedure

    data = _definition_in(_readable(file))
    found = check_procedure(data, forms=catalogue(profile).forms())
    return [
        {"path": p.path, "code": p.code, "detail": p.detail, "severity": str(p.severity)}
        for p in found
    ]


def import_procedure_file(file: Path, profile: Path | None) -> dict[str, object]:
    """Take a procedure file into the profile's catalogue after it passed its check."""
    wrong = [p for p in check_procedure_file(file, profile) if p["severity"] == "error"]
    if wrong:
        raise RuleError(
            "procedures.broken",
            {"file": file.name, "path": str(wrong[0]["path"]), "count": len(wrong)},
        )
    from desk_app.adapters.catalogue.exchange import save

    data = _definition_in(_readable(file))
    folder = (profile or default_folder()) / "catalogue"
    taken = save(data, folder, forms=catalogue(profile).forms())
    target = folder / "procedures" / f"{taken.key}.{taken.version}.json"
    return {"key": taken.key, "version": taken.version, "file": str(target)}


def export_procedure(
    profile: Path | None, key: str, version: int | None, out: Path, *, national: bool
) -> dict[str, object]:
    """A definition as JSON, or as a workbook by the suffix; or its national fields as JSON.

    Raises:
        RuleError: ``procedures.unknown``, ``procedures.unwritable``.
    """
    from desk_app.adapters.catalogue.excel import to_excel
    from desk_app.adapters.catalogue.exchange import to_json
    from desk_app.adapters.catalogue.national import to_national

    shelf = catalogue(profile)
    try:
        definition = shelf.procedure(key, version=version)
    except KeyError as error:
        raise RuleError("procedures.unknown", {"procedure": key}) from error
    data = shelf.data(definition.key, definition.version)
    if national:
        content = to_json(to_national(definition)).encode()
    elif out.suffix.lower() == ".xlsx":
        content = to_excel(data)
    else:
        content = to_json(data).encode()
    try:
        out.write_bytes(content)
    except OSError as error:
        raise RuleError("procedures.unwritable", {"file": out.name}) from error
    return {"key": definition.key, "version": definition.version, "file": str(out)}


def _definition_in(data: Mapping[str, object]) -> Mapping[str, object]:
    """A definition as it is, or one made from an answer of the national catalogue."""
    if "TENTTHC" not in data and "MATTHC" not in data:
        return data
    from desk_app.adapters.catalogue.national import from_national

    return from_national(data, read_on=wall_clock().now().astimezone(VIETNAM).date())


def _readable(file: Path) -> Mapping[str, object]:
    """The table of a file somebody brought; opened outside this process."""
    from desk_app.adapters.catalogue.foreign import ForeignReader
    from desk_app.domain.definitions import DefinitionError

    try:
        with ForeignReader() as reader:
            return reader.read(file)
    except DefinitionError as error:
        raise RuleError("procedures.unreadable", {"file": file.name}) from error


def scan_profiles(folder: Path) -> "Profiles":
    """How each type of paper is scanned: as shipped, with the office's own tables over it.

    Raises:
        UnavailableError: ``profile.bad_value`` naming the file.
    """
    import resources
    from scanner.profiles import Profiles

    own = folder / "scanning.toml"
    try:
        return Profiles.from_toml(
            resources.path("scanning/profiles.toml").read_bytes(),
            own.read_bytes() if own.exists() else b"",
        )
    except (ValueError, OSError) as error:
        raise UnavailableError(
            "profile.bad_value", {"file": str(own), "key": str(error)}
        ) from error
