"""An office of many desks: its papers, its one paper key, and who is let in."""

import base64
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.application.office_work import Follow, follow_nobody
from desk_app.bootstrap.data import load_settings, wall_clock
from desk_app.config.keys import DeskKeys, public_part
from desk_app.config.settings import Settings
from desk_app.domain.errors import RuleError, UnavailableError

if TYPE_CHECKING:
    from desk_app.adapters.papers import PapersStore
    from desk_app.adapters.persistence import Database

PRACTICE = "practice"


def papers_of(
    settings: Settings, keys: DeskKeys, database: "Database", *, now: dt.datetime
) -> "PapersStore":
    """The papers of a profile: its own folder, or the office's shelf with the office's key.

    Raises:
        UnavailableError: ``papers.shelf_unknown``, ``office.not_admitted``.
    """
    from desk_app.adapters.papers import PapersStore
    from desk_app.adapters.papers.shelves import shelf_at

    shelf = shelf_at(settings.papers_url, settings.within("papers"))
    identity = keys.papers
    if settings.papers_url:
        identity = _office_identity(settings, keys, database, now)
    return PapersStore(shelf, identity, keys.recovery)


def _office_identity(
    settings: Settings, keys: DeskKeys, database: "Database", now: dt.datetime
) -> str:
    """The office's secret paper key, opened with this desk's own.

    A practice office holds no real data; its key lies open so that any practice desk gets in.
    """
    from desk_app.adapters.persistence import OfficeDesk

    public = public_part(keys.papers)
    own = OfficeDesk(
        device_id=settings.device_id,
        name=settings.desk,
        public_key=public,
        sealed_key=_sealed(keys.papers, public),
        admitted_by=settings.device_id,
    )
    desks = database.office_desks
    line = desks.ask(own, at=now)
    if settings.is_practice:
        founder = OfficeDesk(
            device_id=PRACTICE, name="", public_key=keys.papers, sealed_key="", admitted_by=""
        )
        return next(
            one.public_key
            for one in (desks.ask(founder, at=now), *desks.all())
            if one.device_id == PRACTICE
        )
    if not line.sealed_key:
        raise UnavailableError(
            "office.not_admitted", {"desk": settings.desk, "device": settings.device_id}
        )
    return _opened(line.sealed_key, keys.papers)


def _sealed(secret: str, public: str) -> str:
    import pyrage

    recipient = pyrage.x25519.Recipient.from_str(public)
    return base64.b64encode(pyrage.encrypt(secret.encode("ascii"), [recipient])).decode("ascii")


def _opened(sealed: str, secret: str) -> str:
    import pyrage

    identity = pyrage.x25519.Identity.from_str(secret)
    try:
        return bytes(pyrage.decrypt(base64.b64decode(sealed), [identity])).decode("ascii")
    except (pyrage.DecryptError, ValueError) as error:
        raise UnavailableError("office.key_unreadable") from error


@dataclass(frozen=True, slots=True)
class Admissions:
    """Who is in the office and who waits; used by an administrator at a desk that is in."""

    database: "Database"
    identity: Callable[[], str]
    device_id: str

    def list(self) -> list[dict[str, object]]:
        """Every desk with whether it is in."""
        return [
            {"device": d.device_id, "name": d.name, "admitted": bool(d.sealed_key)}
            for d in self.database.office_desks.all()
            if d.device_id != PRACTICE
        ]

    def admit(self, device: str) -> None:
        """Seal the office's paper key to a waiting desk.

        Raises:
            RuleError: ``office.nobody_waits``.
        """
        line = next(
            (d for d in self.database.office_desks.all() if d.device_id.startswith(device)), None
        )
        if line is None or line.sealed_key:
            raise RuleError("office.nobody_waits", {"device": device})
        sealed = _sealed(self.identity(), line.public_key)
        self.database.office_desks.admit(line.device_id, sealed, by=self.device_id)


def admissions(profile: Path | None) -> tuple[Admissions, Callable[[], None]]:
    """The admissions of a profile's office, and how to close its database."""
    from desk_app.bootstrap.desk import keys_of, open_database_of

    settings = load_settings(profile)
    if not settings.database_url:
        raise RuleError("office.one_desk_only")
    keys = keys_of(settings)
    database = open_database_of(settings, keys)

    def identity() -> str:
        return _office_identity(settings, keys, database, wall_clock().now())

    return Admissions(database, identity, settings.device_id), database.close


def follow_of(settings: Settings) -> Follow:
    """News of the other desks of the office; a desk of its own has none."""
    if not settings.database_url:
        return follow_nobody

    def follow(
        on_news: Callable[[frozenset[str]], None], on_line: Callable[[str], None]
    ) -> Callable[[], None]:
        from desk_app.adapters.persistence import NewsFollower

        follower = NewsFollower(settings.database_url, on_news, on_line)
        follower.start()
        return follower.close

    return follow
