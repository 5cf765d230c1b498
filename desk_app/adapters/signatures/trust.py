"""The office's trust folder, replaced as a whole by a dated package of the pinned publisher."""

import datetime as dt
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from signing.trust import TrustError, read_package

_STATE = "trust-package.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledTrust:
    """Which package the trust folder came from."""

    issued_at: dt.datetime
    valid_until: dt.datetime

    def as_json(self) -> dict[str, object]:
        """For the command line."""
        return {
            "issued_at": self.issued_at.isoformat(),
            "valid_until": self.valid_until.isoformat(),
        }


def installed_trust(profile: Path) -> InstalledTrust | None:
    """The package in use; ``None`` where the folder was filled by hand."""
    try:
        table = json.loads((profile / _STATE).read_text(encoding="utf-8"))
        return InstalledTrust(
            issued_at=dt.datetime.fromisoformat(table["issued_at"]),
            valid_until=dt.datetime.fromisoformat(table["valid_until"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def install_trust(
    package: Path, publisher: Path, profile: Path, *, now: dt.datetime
) -> InstalledTrust:
    """Take a package into use; the old folder stays until the new one is whole.

    Args:
        package: as the publisher made it.
        publisher: PEM of the publisher's public key, pinned in the profile.
        profile: folder of the desk.
        now: time of the check.

    Raises:
        TrustError: ``trust.publisher_key`` or ``trust.package_*``; the folder is as it was.
    """
    try:
        key = publisher.read_bytes()
    except OSError as error:
        raise TrustError("trust.publisher_key") from error
    current = installed_trust(profile)
    taken = read_package(
        package, key, now=now, newer_than=current.issued_at if current is not None else None
    )
    fresh, old, folder = profile / "trust.new", profile / "trust.old", profile / "trust"
    for left in (fresh, old):
        shutil.rmtree(left, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name, data in taken.files.items():
        (fresh / name).write_bytes(data)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
    state = InstalledTrust(issued_at=taken.issued_at, valid_until=taken.valid_until)
    (profile / _STATE).write_text(json.dumps(state.as_json()), encoding="utf-8")
    return state
