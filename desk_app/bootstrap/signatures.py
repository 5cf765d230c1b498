"""Wires what signing and verdicts need beside the token, and the desk's background work on them."""

import datetime as dt
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.application.ports import Clock, LevelQueue, Office
from desk_app.application.sync_values import SyncReport
from desk_app.bootstrap.data import WallClock, load_settings
from desk_app.config.settings import Settings
from desk_app.domain.errors import Fact, IntegrityError
from desk_app.texts import Texts

if TYPE_CHECKING:
    from desk_app.adapters.signatures.pin_habits import PinHabits
    from desk_app.adapters.signatures.pin_tries import PinTries
    from desk_app.adapters.signatures.services import SigningServices

PUBLISHER = "trust-publisher.pem"
CACHE = "revocation"
REVOCATION_EVERY = dt.timedelta(hours=4)
_log = logging.getLogger(__name__)


def signing_services(settings: Settings, clock: Clock) -> "SigningServices":
    """Trust, time stamps and revocation data of a profile."""
    from desk_app.adapters.signatures.services import SigningServices
    from signing.precheck import SigningPolicy
    from signing.request import Role

    return SigningServices(
        trust_folder=settings.trust_folder,
        cache_folder=settings.within(CACHE),
        clock=clock.now,
        tsa_url=settings.tsa_url,
        pin_tries=pin_tries(settings),
        policy=SigningPolicy(
            policies={Role(k): frozenset(v) for k, v in settings.sign_policies.items()}
        ),
    )


def pin_tries(settings: Settings) -> "PinTries":
    """Counts wrong PINs of the practice office; real tokens count themselves."""
    from desk_app.adapters.signatures.pin_tries import MOST, PinTries

    return PinTries(settings.folder, most=MOST if settings.is_practice else 0)


def pin_habits(settings: Settings) -> "PinHabits":
    """What earlier logins of a profile showed about its keys."""
    from desk_app.adapters.signatures.pin_habits import PinHabits

    return PinHabits(settings.within(CACHE))


def level_queue(settings: Settings, clock: Clock) -> LevelQueue:
    """Papers that wait for a higher level; they outlive the program."""
    from desk_app.adapters.signatures.level_queue import DeskLevelQueue

    return DeskLevelQueue(settings.within("levels"), clock=clock.now)


def with_signatures(
    synchronise: Callable[[], SyncReport],
    office: Office,
    services: "SigningServices",
    settings: Settings,
) -> Callable[[], SyncReport]:
    """The desk's background pass: revocation data, waiting levels, then the target system.

    What the signatures bring about is sent in the same pass. A service that is away never keeps
    the pass from its main work.
    """

    def run() -> SyncReport:
        services.refresh_when_due(REVOCATION_EVERY)
        if office.levels.waiting():
            from desk_app.application.levels import RaiseLevels

            done = RaiseLevels(
                office=office, queue=office.levels, archive_level=settings.archive_level
            ).run_once()
            _log.info("levels raised %s, waiting %s", done.raised, done.waiting)
        return synchronise()

    return run


def install_trust_package(profile: Path | None, package: Path) -> dict[str, object]:
    """Replace the trust folder by a package.

    Raises:
        IntegrityError: ``trust.*``; the folder is as it was.
    """
    from desk_app.adapters.signatures.trust import install_trust
    from signing.trust import TrustError

    settings = load_settings(profile)
    publisher = settings.within(PUBLISHER)
    try:
        return install_trust(package, publisher, settings.folder, now=WallClock().now()).as_json()
    except TrustError as error:
        facts: dict[str, Fact] = {name: str(value) for name, value in error.facts.items()}
        raise IntegrityError(error.code, facts) from error


def trust_package(profile: Path | None) -> dict[str, object] | None:
    """The package in use; None where the folder was filled by hand."""
    from desk_app.adapters.signatures.trust import installed_trust

    found = installed_trust(load_settings(profile).folder)
    return found.as_json() if found is not None else None


def signature_weather(settings: Settings, texts: Texts) -> tuple[str, str]:
    """State and words of what runs out: nothing, soon, or over."""
    from desk_app.adapters.signatures.weather import signature_weather as look
    from signing.weather import Outlook

    lines = look(settings.pkcs11_modules, settings.folder, now=WallClock().now())
    if not lines:
        return "ok", texts.label("doctor.signatures.fine")
    is_over = any(line.outlook is Outlook.OVER for line in lines)
    said = [texts.message(line.code, line.facts).title for line in lines]
    return "fail" if is_over else "warn", "; ".join(said)
