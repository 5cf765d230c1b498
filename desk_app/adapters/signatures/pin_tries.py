"""Wrong PINs on practice tokens: the software token never locks, so the practice office counts.

Officers learn with it what a real token does: tries run out, the last one wants a word, then the
token is locked. A practice token opens again by itself, so that a class can go on.
"""

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from signing.errors import SigningError

MOST = 5
OPENS_AGAIN_S = 15 * 60.0
FILE = "practice-pins.json"


class PinTries:
    """Counts for the tokens of one profile; with ``most`` 0 (a real office) it does nothing.

    Args:
        folder: of the profile.
        most: wrong PINs that lock a token.
        now: seconds since the epoch.
    """

    def __init__(
        self, folder: Path, *, most: int = MOST, now: Callable[[], float] = time.time
    ) -> None:
        self._file, self._most, self._now = folder / FILE, most, now

    def left(self, serial: str) -> int | None:
        """Tries left; None where nobody counts."""
        if not self._most:
            return None
        wrong, at = self._read().get(serial, (0, 0.0))
        is_over = self._now() - at > OPENS_AGAIN_S
        return self._most if is_over else max(self._most - int(wrong), 0)

    @contextlib.contextmanager
    def counting(self, serial: str, label: str, *, confirmed: bool) -> Iterator[None]:
        """A login inside the block: refused when the token is locked, counted when it is wrong.

        Args:
            serial: of the token.
            label: of the token, for the words.
            confirmed: the officer said yes to the last try.

        Raises:
            SigningError: ``signing.pin_locked``, ``signing.pin_final_try``, or the login's own.
        """
        left = self.left(serial)
        if left == 0:
            raise SigningError("signing.pin_locked", token=label)
        if left == 1 and not confirmed:
            raise SigningError("signing.pin_final_try", token=label)
        try:
            yield
        except SigningError as error:
            if left is None or error.code != "signing.pin_incorrect":
                raise
            left -= 1
            self._keep(serial, self._most - left)
            code = {0: "signing.pin_locked", 1: "signing.pin_incorrect_final_try"}.get(left)
            facts = {**error.facts, "tries_left": left}
            raise SigningError(code or error.code, **facts) from error

    def right(self, serial: str) -> None:
        """The PIN was right: the count begins anew."""
        if self._most and serial in self._read():
            self._keep(serial, 0)

    def _read(self) -> dict[str, tuple[int, float]]:
        try:
            kept = json.loads(self._file.read_text(encoding="ascii"))
            return {str(k): (int(v[0]), float(v[1])) for k, v in kept.items()}
        except (OSError, ValueError, TypeError, LookupError, AttributeError):
            return {}

    def _keep(self, serial: str, wrong: int) -> None:
        kept = self._read()
        kept[serial] = (wrong, self._now())
        if not wrong:
            del kept[serial]
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(kept), encoding="ascii")
        fresh.replace(self._file)
