"""The feed of changes, reconciliation, code slots, numbers."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from desk_app.practice.province import numbers
from desk_app.practice.province.office import office_of
from desk_app.practice.province.wire import Name, WireCodeWish, WireHeads, WireLease, problem

router = APIRouter(prefix="/v1", tags=["feed"])

POLL_S = 0.25


@router.get("/changes")
async def changes(
    request: Request,
    after: Annotated[str | None, Query(max_length=60)] = None,
    wait: Annotated[int, Query(ge=0, le=60)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 200,
    unit: Annotated[str | None, Query(max_length=80)] = None,
) -> Response:
    """Give events after a cursor; waits up to ``wait`` seconds for the first one."""
    office = office_of(request)
    epoch, seq = _cursor(after)
    if seq is None:
        return problem(400, "cursor-malformed")
    if epoch not in (None, office.database.epoch):
        return problem(410, "epoch-changed", epoch=office.database.epoch)
    loop = asyncio.get_running_loop()
    deadline = loop.time() + wait
    while True:
        events, head, oldest = await run_in_threadpool(
            office.ledger.feed, after=seq, limit=limit, unit=unit
        )
        if events or loop.time() >= deadline or await request.is_disconnected():
            break
        await asyncio.sleep(POLL_S)
    if oldest > seq + 1 and after is not None:
        return problem(410, "cursor-too-old", oldest=oldest)
    last = events[-1]["seq"] if events else max(seq, head if unit is None else seq)
    return JSONResponse(
        {
            "events": [_cloud_event(event) for event in events],
            "next": f"{office.database.epoch}.{last}",
            "head": head,
            "epoch": office.database.epoch,
        }
    )


def _cursor(after: str | None) -> tuple[str | None, int | None]:
    if after is None:
        return None, 0
    epoch, _, seq = after.rpartition(".")
    if not epoch or not seq.isdecimal() or not seq.isascii() or len(seq) > 12:
        return None, None
    return epoch, int(seq)


def _cloud_event(event: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": event["id"],
        "type": event["type"],
        "subject": event["dossier_id"],
        "time": event["time"],
        "seq": event["seq"],
        "dataversion": event["version"],
        "data": event["data"],
    }


@router.post("/reconcile")
def reconcile(request: Request, asked: WireHeads) -> dict[str, Any]:
    """Compare what a desk had confirmed with what is here."""
    office = office_of(request)
    heads = [head.model_dump() for head in asked.heads]
    return {"epoch": office.database.epoch, "lines": office.ledger.compare(heads)}


@router.post("/code-slots", status_code=201)
def lease_slot(request: Request, wanted: WireLease) -> Response:
    """Lease a slot of serials, or renew the lease of the same desk."""
    office = office_of(request)
    lease = numbers.lease(
        office.database,
        unit=wanted.unit,
        device_id=wanted.device_id,
        device_gen=wanted.device_gen,
        at=office.now(),
    )
    return JSONResponse(lease, status_code=201)


@router.post("/code-pools")
def reserve_codes(request: Request, wanted: WireCodeWish) -> dict[str, Any]:
    """Reserve whole codes for a desk; all it holds are answered."""
    office = office_of(request)
    codes = numbers.reserve(
        office.database,
        unit=wanted.unit,
        device_id=wanted.device_id,
        device_gen=wanted.device_gen,
        wanted=wanted.wanted,
        day=office.now().date(),
    )
    return {"unit": wanted.unit, "codes": codes}


@router.post("/numbers/{book}")
def next_number(
    request: Request,
    book: Name,
    idempotency_key: Annotated[str | None, Header(max_length=80)] = None,
) -> Response:
    """Give the next document number of a register book, once per key."""
    office = office_of(request)
    if not idempotency_key:
        return problem(400, "idempotency-key-missing")
    number = numbers.next_number(
        office.database, book=book, year=office.now().year, key=idempotency_key
    )
    return JSONResponse({"book": book, "year": office.now().year, "number": number})
