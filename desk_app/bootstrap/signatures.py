"""Wires what signing and verdicts need beside the token, and the desk's background work on them."""

import datetime as dt
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from desk_app.application.levels import RaiseLevels
from desk_app.application.ports import Clock, LevelQueue, Office
from desk_app.application.sync_values import SyncReport
from desk_app.config.settings import Settings

if TYPE_CHECKING:
    from desk_app.adapters.signatures.services import SigningServices

REVOCATION_EVERY = dt.timedelta(hours=4)
_log = logging.getLogger(__name__)


def signing_services(settings: Settings, clock: Clock) -> "SigningServices":
    """Trust, time stamps and revocation data of a profile."""
    from desk_app.adapters.signatures.services import SigningServices
    from signing.precheck import SigningPolicy
    from signing.request import Role

    return SigningServices(
        trust_folder=settings.trust_folder,
        cache_folder=settings.within("revocation"),
        clock=clock.now,
        tsa_url=settings.tsa_url,
        policy=SigningPolicy(
            policies={Role(k): frozenset(v) for k, v in settings.sign_policies.items()}
        ),
    )


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
            done = RaiseLevels(
                office=office, queue=office.levels, archive_level=settings.archive_level
            ).run_once()
            _log.info("levels raised %s, waiting %s", done.raised, done.waiting)
        return synchronise()

    return run
