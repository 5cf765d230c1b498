"""Page files of the tray lie encrypted with age, as the papers of the store do."""

import pyrage


class AgeSeal:
    """Seals to this desk and to the office; either can open.

    Args:
        identity: secret age identity of this desk.
        recovery: public age key of the office.
    """

    def __init__(self, identity: str, recovery: str) -> None:
        self._identity = pyrage.x25519.Identity.from_str(identity)
        self._recipients = [
            self._identity.to_public(),
            pyrage.x25519.Recipient.from_str(recovery),
        ]

    def seal(self, plain: bytes) -> bytes:
        """What lies on the disk."""
        return bytes(pyrage.encrypt(plain, self._recipients))

    def open(self, sealed: bytes) -> bytes:
        """The plain bytes again; OSError when they cannot be had, as from a disk."""
        try:
            return bytes(pyrage.decrypt(sealed, [self._identity]))
        except pyrage.DecryptError as error:
            raise OSError("the page file cannot be decrypted") from error
