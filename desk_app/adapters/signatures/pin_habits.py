"""Which keys want their PIN with every signature: a token tells only after a login."""

import hashlib
from pathlib import Path

FOLDER = "pin-habits"
_EACH, _ONCE = "each", "once"


class PinHabits:
    """What earlier logins showed, one small file a certificate.

    Args:
        folder: where it is kept; made when first needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER

    def each_time(self, certificate: bytes) -> bool | None:
        """Whether every signature costs a PIN; None before the first login with this key."""
        try:
            said = self._path(certificate).read_text(encoding="ascii")
        except (OSError, ValueError):
            return None
        return {_EACH: True, _ONCE: False}.get(said)

    def learn(self, certificate: bytes, *, each_time: bool) -> None:
        """Keep what a login showed."""
        if self.each_time(certificate) is not each_time:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._path(certificate).write_text(_EACH if each_time else _ONCE, encoding="ascii")

    def _path(self, certificate: bytes) -> Path:
        return self._folder / hashlib.sha256(certificate).hexdigest()
