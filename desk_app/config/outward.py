"""``outward.toml`` of a profile: the mail server, the SMS gateway and the release targets.

Passwords and tokens lie in the key ring of the machine under the name of their entry, never in the
file.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desk_app.config.settings import SettingsError

OUTWARD_FILE = "outward.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """Where e-mail goes."""

    host: str
    port: int
    sender: str
    security: str
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutwardSettings:
    """Ways out; what is not there is not offered.

    Attributes:
        sms_url: empty while the office has no gateway.
        releases: (name, address) of each target, in order.
    """

    mail: MailSettings | None = None
    sms_url: str = ""
    releases: tuple[tuple[str, str], ...] = ()

    @property
    def channels(self) -> frozenset[str]:
        """Notice channels the office has."""
        found = {"email": self.mail is not None, "sms": bool(self.sms_url)}
        return frozenset(name for name, there in found.items() if there)


def load_outward(folder: Path) -> OutwardSettings:
    """Read the file; an office without one has no such ways.

    Raises:
        SettingsError: ``profile.unreadable`` or ``profile.bad_value``.
    """
    path = folder / OUTWARD_FILE
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return OutwardSettings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError("profile.unreadable", file=str(path), detail=str(error)[:200]) from None
    try:
        return _parsed(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SettingsError("profile.bad_value", file=str(path), key=str(error)[:60]) from None


def _parsed(data: Mapping[str, object]) -> OutwardSettings:
    mail, sms, releases = data.get("email"), data.get("sms"), data.get("release", [])
    if not isinstance(releases, list):
        raise TypeError("release")
    return OutwardSettings(
        mail=_mail(mail) if isinstance(mail, Mapping) else None,
        sms_url=str(sms["url"]) if isinstance(sms, Mapping) else "",
        releases=tuple((str(row["name"]), str(row["url"])) for row in releases),
    )


def _mail(row: Mapping[str, object]) -> MailSettings:
    security = str(row.get("security", "starttls"))
    if security not in {"starttls", "tls", "none"}:
        raise ValueError(security)
    return MailSettings(
        host=str(row["host"]),
        port=int(str(row.get("port", 587))),
        sender=str(row["sender"]),
        security=security,
        user=str(row.get("user", "")),
    )
