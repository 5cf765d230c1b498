"""Who sits at the desk."""

from desk_app.domain.errors import UnavailableError
from desk_app.ui import contract as c
from desk_app.ui.connect.parts import WindowParts
from desk_app.ui.connect.settings_file import FileSettings
from desk_app.ui.connect.sitting import Sitting

SIGNING_ROLES = frozenset(
    {"intake_officer", "appraiser", "approver", "records_clerk", "result_officer"}
)


class SessionPart:
    """Who sits at the desk."""

    def __init__(self, sitting: Sitting, parts: WindowParts, settings: FileSettings) -> None:
        self._sitting, self._parts, self._settings = sitting, parts, settings

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
        self._parts.authenticate(user, password)
        return self._sit_down(user)

    def _sit_down(self, user: str) -> c.Officer:
        self._sitting.actor = self._sitting.desk.actor(user)
        self._settings.put("session.user", user)
        return self._officer()

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

    def sign_in_with_token(self, pin: bytearray, counter: str) -> c.Officer:
        """Let the token that is plugged in answer a challenge; its holder sits down."""
        if self._parts.authenticate_token is None:
            raise UnavailableError("session.token_not_set_up")
        last = self._settings.get("session.user")
        return self._sit_down(self._parts.authenticate_token(pin, last))

    def sign_out(self) -> None:
        """Forget the officer."""
        self._sitting.actor = None
        self._sitting.opened.clear()
