"""Who sits at the desk."""

import datetime as dt

from desk_app.domain.errors import DeskError, RuleError, UnavailableError
from desk_app.ui import contract as c
from desk_app.ui.connect.parts import WindowParts
from desk_app.ui.connect.settings_file import FileSettings
from desk_app.ui.connect.sitting import Sitting

SIGNING_ROLES = frozenset(
    {"intake_officer", "appraiser", "approver", "records_clerk", "result_officer"}
)
MOST_TRIES = 5
LOCK_TIME = dt.timedelta(minutes=15)


class SessionPart:
    """Who sits at the desk."""

    def __init__(self, sitting: Sitting, parts: WindowParts, settings: FileSettings) -> None:
        self._sitting, self._parts, self._settings = sitting, parts, settings
        self._failed: dict[str, int] = {}
        self._locked_until: dict[str, dt.datetime] = {}

    def welcome(self) -> c.Welcome:
        """What the sign-in page shows; reads no database."""
        desk = self._sitting.desk
        facts = desk.office.facts
        return c.Welcome(
            office=facts.agency_name,
            version=self._settings.version,
            counters=(c.Counter(id=facts.desk, name=facts.desk),),
            last_user=self._settings.get("session.user"),
            last_counter=facts.desk,
            is_online=self._sitting.is_online,
            practice=desk.is_practice,
        )

    def sign_in(self, user: str, password: str, counter: str) -> c.Officer:
        """Check the password, then act as that officer."""
        self._check(user, password)
        self._sitting.actor = self._sitting.desk.actor(user)
        self._settings.put("session.user", user)
        return self._officer()

    def _check(self, user: str, password: str) -> None:
        """One attempt; after ``MOST_TRIES`` in a row the name rests for a while."""
        until = self._locked_until.get(user)
        if until is not None and self._sitting.now() < until:
            raise RuleError("session.locked", {"until": f"{until:%H:%M}"})
        try:
            self._parts.authenticate(user, password)
        except DeskError as error:
            if error.code != "session.wrong_password":
                raise
            failed = self._failed[user] = self._failed.get(user, 0) + 1
            if failed >= MOST_TRIES:
                self._failed[user] = 0
                rest = self._locked_until[user] = self._sitting.now() + LOCK_TIME
                raise RuleError("session.locked", {"until": f"{rest:%H:%M}"}) from error
            raise RuleError(error.code, {"tries_left": MOST_TRIES - failed}) from error
        self._failed.pop(user, None)

    def _officer(self) -> c.Officer:
        actor = self._sitting.officer
        roles = frozenset(str(role) for role in actor.roles)
        return c.Officer(
            id=actor.user,
            name=actor.full_name,
            title=actor.position,
            counter=actor.desk,
            roles=roles,
            signs=bool(roles & SIGNING_ROLES),
        )

    def sign_in_with_token(self, pin: str, counter: str) -> c.Officer:
        """Signing in by certificate is offered where the office has registered certificates."""
        raise UnavailableError("session.token_not_set_up")

    def sign_out(self) -> None:
        """Forget the officer."""
        self._sitting.actor = None
