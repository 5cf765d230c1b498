"""Settings of one desk: a folder with ``profile.toml``, read once, handed down as values.

The folder holds everything of the desk: settings, staff, database, papers, logs, trust package.
"""

import contextlib
import tomllib
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desk_app.application.code_plan import CodePlan
from desk_app.config.exchange import BadExchangeError, TargetSettings, code_plan, targets
from desk_app.config.front import LOCK_MINUTES, SETTINGS_FILE
from desk_app.config.policy import POLICY_FILE, with_policies
from desk_app.config.swap import mend
from desk_app.config.switch import finish

_LEVELS = ("b-b", "b-t", "b-lt", "b-lta")


class SettingsError(Exception):
    """A profile that cannot be used; names the file and the key.

    Attributes:
        code: ``profile.missing``, ``profile.unreadable`` or ``profile.bad_value``.
        facts: ``file`` and ``key``.
    """

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(f"{code} {facts}")
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One profile.

    Attributes:
        folder: the profile folder; every relative path is inside it.
        database_url: empty for the encrypted SQLite file of the profile.
        papers_url: empty for the local store of the profile.
        province_url: base address of the target system; empty while there is none.
        province_sign_in: ``device`` when it lets desks in by their own key, else ``none``.
        targets: target systems beside it that procedures name.
        codes: who gives dossier codes.
        pkcs11_modules: modules of signing tokens, in search order.
        tsa_url: time-stamp service; empty signs B-B and queues the time stamp.
        sign_level: level asked for at the counter, ``b-b`` to ``b-lta``.
        archive_level: level signed papers of finished dossiers are raised to in the background.
        sign_policies: certificate policies each signing role asks for; a role without any takes
            every certificate of the trusted authorities.
        seal_image: picture of the agency's seal in ``pictures`` of the profile, ``seal_mm`` wide.
        is_practice: the training office; never touches real data.
        recovery_public: public part of the office's recovery key; papers and backups open to it.
        backup_folder: where scheduled backups go; empty while the office has set none.
        backup_hours: a backup is due when the newest is older.
        updates_folder: where the administrator lays update bundles for all desks, if anywhere.
        packages_folder: where long work puts evidence packages and yearly reports; what lies there
            is readable, so an office that sets none gets none.
        purge_days: work copies are purged so many days after the province confirmed the dossier;
            None, the default, purges nothing: the period is the office's decision.
        offline_hours: how long officers sign in after the last word from the province.
        lock_minutes: the screen locks after so long without a key or a movement.
    """

    folder: Path
    agency_code: str
    unit: str
    unit_name: str
    agency_name: str
    superior: str
    place: str
    desk: str
    device_id: str
    device_gen: int = 1
    target: str = "province"
    targets: tuple[TargetSettings, ...] = ()
    codes: CodePlan = field(default_factory=CodePlan)
    serial_digits: int = 4
    database_url: str = ""
    papers_url: str = ""
    province_url: str = ""
    province_kind: str = "reference"
    province_sign_in: str = "none"
    pkcs11_modules: tuple[str, ...] = ()
    softhsm_conf: str = ""
    tsa_url: str = ""
    sign_level: str = "b-t"
    archive_level: str = "b-lta"
    sign_policies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seal_image: str = ""
    seal_mm: float = 36.0
    tessdata: str = ""
    communes: str = ""
    scanners: tuple[str, ...] = ()
    file_limit_mb: int = 50
    countries: str = ""
    countries_publisher: str = ""
    practice_card_port: int = 0
    is_practice: bool = False
    asks_password: bool = True
    language: str = "vi"
    recovery_public: str = ""
    backup_folder: str = ""
    backup_hours: int = 24
    updates_folder: str = ""
    packages_folder: str = ""
    purge_days: int | None = None
    offline_hours: int = 72
    lock_minutes: int = LOCK_MINUTES
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def trust_folder(self) -> Path:
        """Certificates and revocation lists this desk trusts."""
        return self.folder / "trust"

    @property
    def pictures_folder(self) -> Path:
        """Pictures of handwritten signatures and of the seal."""
        return self.folder / "pictures"

    @property
    def log_folder(self) -> Path:
        """Technical logs without personal data."""
        return self.folder / "logs"

    def within(self, name: str) -> Path:
        """A path of the profile."""
        return self.folder / name


def load(folder: Path) -> Settings:
    """Read and check the settings of a profile.

    A restore that was broken off between its two moves is taken back first.

    Raises:
        SettingsError: the folder holds no profile, the file cannot be read, or a value is wrong.
    """
    path = folder / SETTINGS_FILE
    mend(folder)
    finish(folder / "updates")
    try:
        own = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError("profile.missing", file=str(path)) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError("profile.unreadable", file=str(path), detail=str(error)[:200]) from None
    try:
        data = with_policies(own) if not _is_practice(own) else own
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(
            "profile.unreadable", file=POLICY_FILE, detail=str(error)[:200]
        ) from None
    settings = _Reader(path, data).settings(folder)
    _wall_off_practice(settings, path)
    return settings


def _is_practice(data: Mapping[str, object]) -> bool:
    desk = data.get("desk", {})
    return isinstance(desk, Mapping) and desk.get("practice") is True


def _wall_off_practice(settings: Settings, path: Path) -> None:
    """A practice office talks to this machine alone; a real desk uses no practice token.

    Raises:
        SettingsError: ``profile.bad_value`` naming the key.
    """
    addresses = {"province.url": settings.province_url} | {
        f"targets.{one.name}.url": one.url for one in settings.targets if one.kind != "folder"
    }
    for key, address in addresses.items():
        host = urllib.parse.urlsplit(address).hostname
        if settings.is_practice and host not in {None, "127.0.0.1", "localhost", "::1"}:
            raise SettingsError("profile.bad_value", file=str(path), key=key)
    if not settings.is_practice and settings.softhsm_conf:
        raise SettingsError("profile.bad_value", file=str(path), key="signing.softhsm_conf")


class _Reader:
    """Reads sections and names the key that is wrong."""

    def __init__(self, path: Path, data: Mapping[str, object]) -> None:
        self._path = path
        self._data = data

    def _value(self, section: str, key: str, kind: type, default: object) -> object:
        part = self._data.get(section, {})
        value = part.get(key, default) if isinstance(part, Mapping) else default
        if value is None or not isinstance(value, kind):
            raise SettingsError("profile.bad_value", file=str(self._path), key=f"{section}.{key}")
        return value

    def text(self, section: str, key: str, default: str | None = None) -> str:
        return str(self._value(section, key, str, default))

    def number(self, section: str, key: str, default: int) -> int:
        return int(str(self._value(section, key, int, default)))

    def optional_number(self, section: str, key: str) -> int | None:
        part = self._data.get(section, {})
        if not isinstance(part, Mapping) or key not in part:
            return None
        return self.number(section, key, 0)

    def one_of(self, section: str, key: str, known: tuple[str, ...], default: str) -> str:
        value = self.text(section, key, default)
        if value not in known:
            raise SettingsError("profile.bad_value", file=str(self._path), key=f"{section}.{key}")
        return value

    def flag(self, section: str, key: str, *, default: bool) -> bool:
        return bool(self._value(section, key, bool, default))

    def texts(self, section: str, key: str) -> tuple[str, ...]:
        value = self._value(section, key, list, [])
        items = value if isinstance(value, list) else []
        if not all(isinstance(item, str) for item in items):
            raise SettingsError("profile.bad_value", file=str(self._path), key=f"{section}.{key}")
        return tuple(str(item) for item in items)

    def targets(self) -> tuple[TargetSettings, ...]:
        with self._naming():
            return targets(self._data)

    def codes(self) -> CodePlan:
        with self._naming():
            return code_plan(self._data, has_province=bool(self.text("province", "url", "")))

    @contextlib.contextmanager
    def _naming(self) -> Iterator[None]:
        try:
            yield
        except BadExchangeError as error:
            raise SettingsError("profile.bad_value", file=str(self._path), key=error.key) from error

    def settings(self, folder: Path) -> Settings:
        return Settings(
            folder=folder,
            agency_code=self.text("office", "agency_code"),
            unit=self.text("office", "unit"),
            unit_name=self.text("office", "unit_name"),
            agency_name=self.text("office", "agency_name"),
            superior=self.text("office", "superior"),
            place=self.text("office", "place"),
            desk=self.text("desk", "name"),
            device_id=self.text("desk", "id"),
            device_gen=self.number("desk", "generation", 1),
            serial_digits=self.number("desk", "serial_digits", 4),
            database_url=self.text("database", "url", ""),
            papers_url=self.text("papers", "url", ""),
            target=self.text("province", "target", "province"),
            province_url=self.text("province", "url", ""),
            province_kind=self.text("province", "kind", "reference"),
            province_sign_in=self.one_of("province", "sign_in", ("none", "device"), "none"),
            codes=self.codes(),
            targets=self.targets(),
            pkcs11_modules=self.texts("signing", "modules"),
            softhsm_conf=self.text("signing", "softhsm_conf", ""),
            tsa_url=self.text("signing", "tsa", ""),
            sign_level=self.one_of("signing", "level", _LEVELS, "b-t"),
            archive_level=self.one_of("signing", "archive_level", _LEVELS, "b-lta"),
            sign_policies={
                role: found
                for role in ("officer", "approver", "agency", "copy")
                if (found := self.texts("signing", f"policies_{role}"))
            },
            seal_image=self.text("signing", "seal_image", ""),
            seal_mm=float(self.number("signing", "seal_mm", 36)),
            tessdata=self.text("recognition", "tessdata", ""),
            communes=self.text("recognition", "communes", ""),
            scanners=self.texts("scanning", "devices"),
            file_limit_mb=self.number("scanning", "file_limit_mb", 50),
            countries=self.text("cards", "countries", ""),
            countries_publisher=self.text("cards", "publisher", ""),
            practice_card_port=self.number("cards", "practice_port", 0),
            is_practice=self.flag("desk", "practice", default=False),
            asks_password=self.flag("desk", "asks_password", default=True),
            language=self.text("desk", "language", "vi"),
            recovery_public=self.text("recovery", "public", ""),
            backup_folder=self.text("backup", "folder", ""),
            backup_hours=self.number("backup", "every_hours", 24),
            updates_folder=self.text("updates", "folder", ""),
            packages_folder=self.text("long_work", "folder", ""),
            purge_days=self.optional_number("purge", "days_after_sync"),
            offline_hours=self.number("session", "offline_hours", 72),
            lock_minutes=self.number("session", "lock_minutes", LOCK_MINUTES),
        )
