"""Carries one claimed command to its target and does what the answer asks for."""

import asyncio
import datetime as dt
import logging
from collections.abc import Mapping

from desk_app.application.sync_conflicts import Verdict, decide
from desk_app.application.sync_errors import (
    AuthNeededError,
    BlobDamagedError,
    BusyError,
    CapabilityMissingError,
    EpochChangedError,
    ForbiddenError,
    GoneError,
    InvalidError,
    KeyReusedError,
    LocalStorageError,
    MissingBlobsError,
    ProtocolError,
    ServerFaultError,
    SyncError,
    TooLargeError,
    UnreachableError,
    UntrustedError,
    VersionConflictError,
)
from desk_app.application.sync_pace import SUSPECT_AFTER, SUSPECT_EVERY_S, delay_s
from desk_app.application.sync_session import Session
from desk_app.application.sync_uploads import BlobUntransportableError, bring, distrust
from desk_app.application.sync_values import (
    CommandKind,
    CommandOutcome,
    Conflict,
    Json,
    OutcomeKind,
    Problem,
    QueuedCommand,
)

logger = logging.getLogger(__name__)

STOPS_ALL = (UnreachableError, UntrustedError, AuthNeededError, ProtocolError)
PARKS = (
    ForbiddenError,
    InvalidError,
    KeyReusedError,
    TooLargeError,
    BlobDamagedError,
    BlobUntransportableError,
    CapabilityMissingError,
)
QUICK_REBASES = 5


async def carry(session: Session, row: QueuedCommand, *, lease_s: float) -> None:
    """Bring the files, send the command, store the answer; a failure puts the row in its place."""
    keeper = asyncio.ensure_future(_keep_lease(session, row, lease_s))
    try:
        if session.target.capabilities.files_apart:
            await bring(session, row.entry.blobs)
        outcome = await _submit(session, row)
    except SyncError as error:
        if isinstance(error, CapabilityMissingError) and _leaves_state(session, row):
            await _keep_here(session, row, error)
        else:
            await _failed(session, row, error)
    except Exception as error:
        logger.exception("cannot carry %s %s", row.entry.kind, row.entry.command_id)
        await _later(session, row, SyncError({"detail": type(error).__name__}), soon=False)
    else:
        await session.db(session.store.settle, row.entry.command_id, outcome, at=session.now())
        session.circuit.answered()
        session.sent += 1
    finally:
        keeper.cancel()


async def _keep_lease(session: Session, row: QueuedCommand, lease_s: float) -> None:
    """Renew the row's lease as long as it is being carried."""
    while True:
        await asyncio.sleep(lease_s / 3)
        until = session.now() + dt.timedelta(seconds=lease_s)
        await session.db(session.store.renew, row.entry.command_id, lease_until=until)


def version_for(row: QueuedCommand) -> int | None:
    """Give the version to send against: our own last answer, or what the officer saw, if newer."""
    if row.entry.kind is CommandKind.CREATE_DOSSIER:
        return None
    if row.rebased_version is not None:
        return row.rebased_version
    known = [
        version for version in (row.base_version, row.entry.expected_version) if version is not None
    ]
    return max(known, default=0)


async def _submit(session: Session, row: QueuedCommand) -> CommandOutcome:
    if_version = version_for(row)
    able = session.target.capabilities
    if not able.idempotency and row.attempts > 1:
        seen = await _effect_seen(session, row)
        if seen is not None:
            return seen
    if not able.conditional_write and if_version is not None:
        current = await session.target.get_dossier(row.entry.dossier_id)
        if current is not None and current.version != if_version:
            raise VersionConflictError(current)
    return await session.target.submit(row.entry, if_version=if_version, assigned=_assigned(row))


def _assigned(row: QueuedCommand) -> Mapping[str, Json] | None:
    facts = (row.ack or {}).get("facts")
    return facts if isinstance(facts, dict) and facts else None


async def _effect_seen(session: Session, row: QueuedCommand) -> CommandOutcome | None:
    """Look whether an earlier try took effect, where the target keeps no keys."""
    current = await session.target.get_dossier(row.entry.dossier_id)
    if current is None:
        return None
    applied = current.document.get("applied_commands")
    if not isinstance(applied, list) or row.entry.command_id not in applied:
        return None
    return CommandOutcome(
        kind=OutcomeKind.ALREADY_APPLIED, version=current.version, state=current.state
    )


async def _failed(session: Session, row: QueuedCommand, error: SyncError) -> None:
    match error:
        case VersionConflictError():
            await _met_another(session, row, error)
        case MissingBlobsError():
            await distrust(session, error.digests)
            await _later(session, row, error, soon=row.attempts <= 3)
        case EpochChangedError():
            session.wants_reconcile = True
            await _later(session, row, error, soon=True)
        case GoneError():
            await _unknown_there(session, row, error)
        case LocalStorageError():
            session.stop(error)
        case BusyError():
            await _busy(session, row, error)
        case ServerFaultError():
            await _server_fault(session, row, error)
        case _ if isinstance(error, STOPS_ALL):
            session.stop(error)
            await _later(session, row, error, soon=True)
        case _ if isinstance(error, PARKS):
            await _park(session, row, error.problem)
        case _:
            await _later(session, row, error, soon=False)


def _leaves_state(session: Session, row: QueuedCommand) -> bool:
    """Whether the act only adds to the dossier, such as a note or a voice of the citizen."""
    return all(rule.to is None for rule in session.rules.of_kind(row.entry.kind))


async def _keep_here(session: Session, row: QueuedCommand, error: SyncError) -> None:
    """The target has no place for this; it stays on record here and the dossier goes on."""
    outcome = CommandOutcome(
        kind=OutcomeKind.KEPT_HERE,
        version=version_for(row) or 0,
        state=row.entry.expected_state or "",
        facts={"reason": error.problem.code},
    )
    await session.db(session.store.settle, row.entry.command_id, outcome, at=session.now())
    session.kept_here[row.entry.kind.value] += 1


async def _later(session: Session, row: QueuedCommand, error: SyncError, *, soon: bool) -> None:
    wait = 0.0 if soon else delay_s(row.attempts, session.circuit.draw)
    await session.db(
        session.store.postpone,
        row.entry.command_id,
        next_at=session.now() + dt.timedelta(seconds=wait),
        problem=error.problem,
    )


async def _busy(session: Session, row: QueuedCommand, error: BusyError) -> None:
    wait = error.retry_after_s
    if error.whole_target:
        session.stop(error, retry_after_s=wait)
    if wait is None:
        wait = delay_s(row.attempts, session.circuit.draw)
    await session.db(
        session.store.postpone,
        row.entry.command_id,
        next_at=session.now() + dt.timedelta(seconds=wait),
        problem=error.problem,
    )


async def _server_fault(session: Session, row: QueuedCommand, error: ServerFaultError) -> None:
    """Retry for ever; after twenty tries once an hour and named as suspect (F23)."""
    is_suspect = row.attempts >= SUSPECT_AFTER
    wait = SUSPECT_EVERY_S if is_suspect else delay_s(row.attempts, session.circuit.draw)
    facts: dict[str, Json] = {**error.problem.facts, "attempts": row.attempts}
    problem = Problem(code="sync.suspect" if is_suspect else error.problem.code, facts=facts)
    await session.db(
        session.store.postpone,
        row.entry.command_id,
        next_at=session.now() + dt.timedelta(seconds=wait),
        problem=problem,
    )


async def _unknown_there(session: Session, row: QueuedCommand, error: GoneError) -> None:
    """The target does not know the dossier: compare journals once, then ask a person."""
    if row.last_problem is not None and row.last_problem.code == "sync.dossier_unknown":
        await _park(session, row, row.last_problem)
        return
    session.wants_reconcile = True
    await session.db(
        session.store.postpone,
        row.entry.command_id,
        next_at=session.now(),
        problem=Problem(code="sync.dossier_unknown", facts=error.problem.facts),
    )


async def _met_another(session: Session, row: QueuedCommand, error: VersionConflictError) -> None:
    current = error.current
    if current is None:
        current = await session.target.get_dossier(row.entry.dossier_id)
    if current is None:
        await _unknown_there(session, row, GoneError())
        return
    decision = decide(row.entry, version_for(row), current, session.rules)
    if decision.verdict is Verdict.ASK:
        await _park(session, row, decision.problem, conflict=decision.conflict)
        return
    await session.db(session.store.rebase, row.entry.command_id, version=current.version)
    await _later(session, row, error, soon=row.attempts <= QUICK_REBASES)


async def _park(
    session: Session,
    row: QueuedCommand,
    problem: Problem,
    *,
    conflict: Conflict | None = None,
) -> None:
    logger.warning("parked %s %s: %s", row.entry.kind, row.entry.command_id, problem.code)
    facts: dict[str, Json] = {"component": _component_of(row, problem), **problem.facts}
    await session.db(
        session.store.park,
        row.entry.command_id,
        Problem(code=problem.code, facts=facts),
        at=session.now(),
        conflict=conflict,
    )


def _component_of(row: QueuedCommand, problem: Problem) -> Json:
    """Name the paper a problem is about, as the officer knows it."""
    digest = problem.facts.get("digest")
    files = row.entry.body.get("files")
    for file in files if isinstance(files, list) else []:
        if isinstance(file, dict) and file.get("sha256") == digest:
            return file.get("component") or file.get("name")
    return None
