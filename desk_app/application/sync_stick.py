"""Dossiers by stick, both ways, for desks without a line.

The desk writes everything that waits into one package. Where there is a line, the package is
delivered command by command in the order of the desk, under the old ids; the answers travel back
and settle the rows as if they had come over the line. Should the line come back in between, the
same ids make the second way harmless.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from desk_app.application.sync_errors import (
    ForbiddenError,
    InvalidError,
    KeyReusedError,
    PackageError,
    TooLargeError,
    VersionConflictError,
)
from desk_app.application.sync_ports import BlobSource, OutboxStore, ProvincialSystem, SyncClock
from desk_app.application.sync_values import (
    CommandKind,
    CommandOutcome,
    Json,
    JsonObject,
    OutboxEntry,
    OutcomeKind,
    Problem,
    QueuedCommand,
    RowState,
    UploadRecord,
)

OUT = ".desk-out.zip"
BACK = ".desk-back.zip"
FORMAT = 1
ALL = 1_000_000
REFUSALS = (VersionConflictError, ForbiddenError, InvalidError, KeyReusedError, TooLargeError)


class OpenedPackage(BlobSource, Protocol):
    """A checked package."""

    manifest: Mapping[str, Json]


class Carrier(Protocol):
    """Writes and reads checked packages."""

    def write(self, name: str, manifest: JsonObject, digests: list[str], blobs: BlobSource) -> str:
        """Write a package whole, or nothing."""
        ...

    def read(self, name: str) -> AbstractContextManager[OpenedPackage]:
        """Open a package after checking all of it; raises PackageError."""
        ...


def export_waiting(
    store: OutboxStore, blobs: BlobSource, carrier: Carrier, *, target: str, clock: SyncClock
) -> tuple[str, int]:
    """Write all waiting commands of a target with their files; give (file name, commands).

    Rows stay as they are: only an answer settles them. Dossiers with parked work are left out from
    the parked command on.
    """
    rows = store.items(target, states=[RowState.READY, RowState.SENDING], limit=ALL)
    parked = {
        row.entry.dossier_id: row.entry.dossier_seq
        for row in store.items(target, states=[RowState.PARKED], limit=ALL)
    }
    going = [
        row
        for row in sorted(rows, key=lambda row: row.seq)
        if row.entry.dossier_seq < parked.get(row.entry.dossier_id, ALL)
    ]
    commands: list[Json] = [_command(row) for row in going]
    stamp = clock.now().strftime("%Y%m%d-%H%M%S-%f")
    manifest: JsonObject = {"format": FORMAT, "target": target, "commands": commands}
    digests = [digest for row in going for digest in row.entry.blobs]
    return carrier.write(f"{stamp}{OUT}", manifest, digests, blobs), len(going)


def _command(row: QueuedCommand) -> JsonObject:
    known = [v for v in (row.base_version, row.entry.expected_version) if v is not None]
    version = row.rebased_version if row.rebased_version is not None else max(known, default=None)
    return {"wire": row.entry.to_wire(), "version": version, "ack": dict(row.ack or {})}


async def deliver(
    carrier: Carrier, name: str, target: ProvincialSystem, answers: Carrier
) -> tuple[str, int]:
    """Send a package's commands over the line and write the answers; give (file name, applied).

    After a refusal the later commands of that dossier wait, as they do at a desk. A fault of the
    line ends the delivery without answers: delivering the same package again is harmless.
    """
    lines: list[Json] = []
    versions: dict[str, int] = {}
    stopped: set[str] = set()
    applied = 0
    with carrier.read(name) as package:
        if package.manifest.get("format") != FORMAT:
            raise PackageError("sync.folder_foreign", item="format")
        for command in _objects(package.manifest.get("commands")):
            entry = _entry(command, target.name)
            if entry.dossier_id in stopped:
                continue
            try:
                outcome = await _send(target, package, entry, command, versions)
            except REFUSALS as error:
                stopped.add(entry.dossier_id)
                lines.append({"command_id": entry.command_id, "problem": error.problem.to_json()})
                continue
            applied += 1
            versions[entry.dossier_id] = outcome.version
            lines.append({"command_id": entry.command_id, "outcome": _outcome_json(outcome)})
        manifest: JsonObject = {"format": FORMAT, "target": target.name, "answers": lines}
        back = name.removesuffix(OUT) + BACK
        return answers.write(back, manifest, [], package), applied


async def _send(
    target: ProvincialSystem,
    package: OpenedPackage,
    entry: OutboxEntry,
    command: Mapping[str, Json],
    versions: Mapping[str, int],
) -> CommandOutcome:
    async def keep(_record: UploadRecord) -> None:
        return

    for digest in entry.blobs:
        record = UploadRecord(target=target.name, digest=digest)
        for _ in range(5):
            with package.open(digest) as source:
                record = await target.put_blob(record, source, package.size(digest), keep=keep)
            if record.verified:
                break
    own = command.get("version")
    version = versions.get(entry.dossier_id, own if isinstance(own, int) else 0)
    ack = command.get("ack")
    facts = ack.get("facts") if isinstance(ack, dict) else None
    return await target.submit(
        entry,
        if_version=None if entry.kind is CommandKind.CREATE_DOSSIER else version,
        assigned=facts if isinstance(facts, dict) else None,
    )


def take_answers(
    store: OutboxStore, carrier: Carrier, name: str, *, clock: SyncClock
) -> tuple[int, int]:
    """Settle or park rows by an answers package; give (settled, parked). Twice is harmless."""
    settled = parked = 0
    with carrier.read(name) as package:
        for line in _objects(package.manifest.get("answers")):
            row = store.get(str(line["command_id"]))
            if row is None or row.state in (RowState.DONE, RowState.DISCARDED):
                continue
            outcome, problem = line.get("outcome"), line.get("problem")
            if isinstance(outcome, dict):
                store.settle(row.entry.command_id, _outcome(outcome), at=clock.now())
                settled += 1
            elif isinstance(problem, dict):
                store.park(row.entry.command_id, Problem.from_json(problem), at=clock.now())
                parked += 1
    return settled, parked


def _entry(command: Mapping[str, Json], target: str) -> OutboxEntry:
    wire = command.get("wire")
    if not isinstance(wire, dict):
        raise PackageError("sync.folder_foreign", item="commands")
    return OutboxEntry.from_wire(wire, target=target)


def _objects(value: Json) -> list[dict[str, Json]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _outcome_json(outcome: CommandOutcome) -> JsonObject:
    return {
        "kind": outcome.kind.value,
        "version": outcome.version,
        "state": outcome.state,
        "facts": dict(outcome.facts),
    }


def _outcome(data: Mapping[str, Json]) -> CommandOutcome:
    facts, version = data.get("facts"), data.get("version")
    return CommandOutcome(
        kind=OutcomeKind(str(data["kind"])),
        version=version if isinstance(version, int) else 0,
        state=str(data["state"]),
        facts=facts if isinstance(facts, dict) else {},
    )
