"""Local accounts: Argon2id passwords, and a rest after wrong ones that a restart does not end."""

import contextlib
import datetime as dt
import json
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.domain.errors import NotFoundError, RuleError

if TYPE_CHECKING:
    import argon2

MOST_TRIES = 5
FIRST_REST = dt.timedelta(minutes=1)
LONGEST_REST = dt.timedelta(hours=1)
SHORTEST_PASSWORD = 8

# RFC 9106, second recommended option (64 MiB); a shared counter machine has two cores to spare.
_TIME_COST, _MEMORY_KIB, _LANES = 3, 65_536, 2


class Accounts:
    """Checks passwords of the staff list.

    Args:
        file: where failed attempts are counted.
        password_hash: hash of a user; NotFoundError for an unknown one is a wrong password too.
        now: the clock.
    """

    def __init__(
        self,
        file: Path,
        password_hash: Callable[[str], str],
        now: Callable[[], dt.datetime],
    ) -> None:
        self._file, self._hash_of, self._now = file, password_hash, now

    def check(self, user: str, password: str) -> None:
        """One attempt.

        After five wrong ones in a row the name rests for a minute, then twice as long each time,
        an hour at most. Unknown names rest as known ones do and cost as much time: nobody learns
        from the desk who works here.

        Raises:
            RuleError: ``session.wrong_password`` (tries_left) or ``session.locked`` (until).
        """
        known = self._read()
        entry = known.get(user, {})
        rest = self._resting(entry)
        if rest is not None:
            raise RuleError("session.locked", {"until": f"{rest:%H:%M}"})
        if self._fits(user, password):
            if user in known:
                del known[user]
                self._write(known)
            return
        failed = int(str(entry.get("failed", 0))) + 1
        entry = {"failed": failed}
        if failed % MOST_TRIES == 0:
            until = self._now() + min(FIRST_REST * 2 ** (failed // MOST_TRIES - 1), LONGEST_REST)
            entry["until"] = until.isoformat()
            self._write(known | {user: entry})
            raise RuleError("session.locked", {"until": f"{until:%H:%M}"})
        self._write(known | {user: entry})
        left = MOST_TRIES - failed % MOST_TRIES
        raise RuleError("session.wrong_password", {"tries_left": left})

    def _resting(self, entry: dict[str, object]) -> dt.datetime | None:
        try:
            until = dt.datetime.fromisoformat(str(entry["until"]))
        except (KeyError, ValueError):
            return None
        # A clock that was turned back must not lock an office out for days.
        now = self._now()
        return until if now < until <= now + LONGEST_REST else None

    def _fits(self, user: str, password: str) -> bool:
        import argon2

        hasher = _hasher()
        known = ""
        with contextlib.suppress(NotFoundError):
            known = self._hash_of(user)
        try:
            hasher.verify(known or _nobody(), prepared(password))
        except (argon2.exceptions.Argon2Error, argon2.exceptions.InvalidHashError):
            return False
        return bool(known)

    def _read(self) -> dict[str, dict[str, object]]:
        try:
            data = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(k): v for k, v in data.items() if isinstance(v, dict)}

    def _write(self, data: dict[str, dict[str, object]]) -> None:
        fresh = self._file.with_suffix(".new")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(data, out, ensure_ascii=False)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(self._file)


def hash_password(password: str) -> str:
    """Argon2id hash for the staff list; RuleError ``session.password_short``."""
    if len(password) < SHORTEST_PASSWORD:
        raise RuleError("session.password_short", {"letters": SHORTEST_PASSWORD})
    return _hasher().hash(prepared(password))


def prepared(password: str) -> str:
    """The password as every keyboard gives it: composed letters (RFC 8265, OpaqueString)."""
    return unicodedata.normalize("NFC", password)


def _hasher() -> "argon2.PasswordHasher":
    import argon2

    return argon2.PasswordHasher(time_cost=_TIME_COST, memory_cost=_MEMORY_KIB, parallelism=_LANES)


def _nobody() -> str:
    """A hash nothing fits, with today's cost."""
    return (
        f"$argon2id$v=19$m={_MEMORY_KIB},t={_TIME_COST},p={_LANES}"
        "$dLrih5THS9j5nA1XHIyo1Q$4THf4yfVoICW/tq+/LMCzaXZnV2Rvzp9mEpf/fUh3M4"
    )
