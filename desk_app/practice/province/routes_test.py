"""Switches for tests and training: faults, backups, epochs, online submissions. Test mode only."""

import datetime as dt
import json
import uuid
from typing import Any

from fastapi import APIRouter, Request

from desk_app.practice.province import people, rows
from desk_app.practice.province.acts import RefusedError
from desk_app.practice.province.faults import FaultRule
from desk_app.practice.province.office import Office, office_of

router = APIRouter(prefix="/v1/test", tags=["test"], include_in_schema=False)


@router.post("/faults")
async def add_faults(request: Request) -> dict[str, Any]:
    """Put switches on: a rule or a list of rules."""
    data = await request.json()
    plan = office_of(request).plan
    for one in data if isinstance(data, list) else [data]:
        plan.add(FaultRule.from_json(one))
    return {"struck": plan.struck}


@router.get("/faults")
def faults(request: Request) -> dict[str, Any]:
    """Say how often each switch struck."""
    return {"struck": office_of(request).plan.struck}


@router.delete("/faults")
def clear_faults(request: Request) -> dict[str, Any]:
    """Put all switches off."""
    office = office_of(request)
    office.plan.clear()
    office.shelf.storage.is_full = False
    office.shelf.flip_next_byte = 0
    office.door.is_strict = False
    return {"struck": office.plan.struck}


@router.post("/clock")
async def set_clock(request: Request) -> dict[str, Any]:
    """Put the province's clock wrong by ``{"offset_s"}``."""
    office = office_of(request)
    data = await request.json()
    office.plan.clock_offset = dt.timedelta(seconds=float(data["offset_s"]))
    return {"server_time": office.now().isoformat()}


@router.post("/disk")
async def set_disk(request: Request) -> dict[str, Any]:
    """Say that the disk is full, or that the next files rot (``{"full", "rot"}``)."""
    office = office_of(request)
    data = await request.json()
    office.shelf.storage.is_full = bool(data.get("full", False))
    office.shelf.flip_next_byte = int(data.get("rot", 0))
    return {}


@router.post("/door")
async def set_door(request: Request) -> dict[str, Any]:
    """Ask for tokens, end them all, lock a desk (``{"strict", "expire", "lock", "unlock"}``)."""
    door = office_of(request).door
    data = await request.json()
    door.is_strict = bool(data.get("strict", door.is_strict))
    if data.get("expire"):
        door.expire_all()
    for word, is_locked in (("lock", True), ("unlock", False)):
        if data.get(word):
            door.lock(data[word], is_locked=is_locked)
    return {}


@router.post("/limits")
async def set_limits(request: Request) -> dict[str, Any]:
    """Lower what the province takes (``{"max_blob", "max_body"}`` in bytes)."""
    limits = office_of(request).limits
    for name, value in (await request.json()).items():
        setattr(limits, name, int(value))
    return {}


@router.post("/blobs/{sha256}/lose")
def lose_blob(request: Request, sha256: str) -> dict[str, Any]:
    """Lose a file."""
    office_of(request).shelf.forget(sha256)
    return {}


@router.post("/uploads/expire")
async def expire_uploads(request: Request) -> dict[str, Any]:
    """Drop every unfinished upload."""
    return {"dropped": await office_of(request).shelf.expire_all()}


@router.post("/epoch")
def bump_epoch(request: Request) -> dict[str, Any]:
    """Begin another life without losing anything."""
    return {"epoch": office_of(request).database.new_epoch()}


@router.post("/feed/forget")
async def forget_events(request: Request) -> dict[str, Any]:
    """Drop feed entries before ``{"before"}``."""
    office_of(request).ledger.forget_events(int((await request.json())["before"]))
    return {}


@router.post("/backups/{name}")
def back_up(request: Request, name: str) -> dict[str, Any]:
    """Keep a copy of everything under a name."""
    office = office_of(request)
    folder = _backup_folder(office, name)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rows.json").write_text(json.dumps(office.database.dump()), encoding="utf-8")
    office.shelf.copy_into(folder / "blobs")
    return {"name": name}


@router.post("/backups/{name}/restore")
def restore(request: Request, name: str) -> dict[str, Any]:
    """Put a kept copy back: yesterday's province, with a new epoch."""
    office = office_of(request)
    folder = _backup_folder(office, name)
    if not folder.exists():
        raise RefusedError(404, "backup-unknown")
    backup = json.loads((folder / "rows.json").read_text(encoding="utf-8"))
    office.shelf.restore_from(folder / "blobs")
    return {"epoch": office.database.load(backup)}


def _backup_folder(office: Office, name: str) -> Any:
    if not name.isalnum():
        raise RefusedError(422, "name-malformed")
    return office.folder / "backups" / name


@router.post("/people/{user}")
async def set_person(request: Request, user: str) -> dict[str, Any]:
    """Disable or enable an officer (``{"disabled"}``)."""
    office = office_of(request)
    data = await request.json()
    with office.database.write() as tx:
        tx.execute(rows.person_right.delete().where(rows.person_right.c.user == user))
        tx.execute(rows.person_right.insert().values(user=user, is_disabled=bool(data["disabled"])))
    return {}


@router.post("/online")
async def submit_online(request: Request) -> dict[str, Any]:
    """Make an online submission: ``{"unit", "procedure_code", "applicant", "form", ...}``."""
    office = office_of(request)
    data = await request.json()
    document = {"id": str(uuid.uuid4()), "channel": "online", **data}
    return office.ledger.receive_online(document, at=office.now())


@router.post("/pay")
async def pay(request: Request) -> dict[str, Any]:
    """Let the citizen pay on the gateway (``{"id", "amount", "receipt"}``)."""
    office = office_of(request)
    data = await request.json()
    return office.ledger.pay_online(
        data["id"], amount=int(data["amount"]), receipt=str(data["receipt"]), at=office.now()
    )


@router.post("/papers")
async def put_paper(request: Request) -> dict[str, Any]:
    """Put a paper into a store (``{"owner", "store", "name", "sha256", "conditions", ...}``)."""
    office = office_of(request)
    return people.put_paper(office.database, await request.json(), at=office.now())


@router.post("/notices")
async def announce(request: Request) -> dict[str, Any]:
    """Announce maintenance (``[{"from", "to", "text"}]``) in place of what was announced."""
    office = office_of(request)
    office.notices[:] = await request.json()
    return {"notices": len(office.notices)}


@router.post("/mutate")
async def mutate(request: Request) -> dict[str, Any]:
    """Change a dossier behind everybody's back (``{"id", "state", "type"}``) and announce it."""
    office = office_of(request)
    data = await request.json()
    return office.ledger.mutate(data["id"], data["state"], kind=data["type"], at=office.now())


@router.get("/parallel")
def parallel(request: Request) -> dict[str, Any]:
    """Say how many commands were worked on at once at most."""
    return {"most": office_of(request).running.most}


@router.get("/counts")
def counts(request: Request) -> dict[str, Any]:
    """Count rows, for tests that look for doubles."""
    dump = office_of(request).database.dump()
    return {name: len(found) for name, found in dump.items()}
