"""Commands and dossiers."""

import datetime as dt
import json
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from desk_app.practice.province import claims
from desk_app.practice.province.acts import RefusedError
from desk_app.practice.province.office import office_of
from desk_app.practice.province.wire import Uuid, WireClaim, WireCommand, fingerprint, problem

router = APIRouter(prefix="/v1", tags=["dossiers"])

PLAUSIBLE_PAST = dt.timedelta(days=366)


@router.get("/info")
async def info(request: Request) -> dict[str, Any]:
    """Say who is here: epoch, time, limits."""
    office = office_of(request)
    _, head, _ = await run_in_threadpool(office.ledger.feed, after=2**31 - 1, limit=1, unit=None)
    return {
        "epoch": office.database.epoch,
        "server_time": office.now().isoformat(),
        "min_client": "0.1",
        "feed_head": head,
        "limits": {
            "max_blob": office.limits.max_blob,
            "max_body": office.limits.max_body,
            "max_batch": office.limits.max_batch,
        },
        "notices": list(office.notices),
    }


@router.post("/commands")
async def submit(
    request: Request,
    command: WireCommand,
    idempotency_key: Annotated[str | None, Header()] = None,
    if_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Apply one command once."""
    office = office_of(request)
    if idempotency_key is None:
        return problem(400, "idempotency-key-missing")
    if idempotency_key.strip('"') != command.id:
        return problem(422, "idempotency-key-differs")
    if office.shelf.storage.is_full:
        return problem(507, "storage-full")
    if not office.running.enter(command.id):
        return problem(409, "still-running", retry_after_s=1)
    try:
        wire = json.loads(await request.body())
        answer = await run_in_threadpool(
            office.ledger.submit,
            command.act(office.now()),
            fingerprint=fingerprint(wire),
            wire=wire,
            if_match=if_match,
        )
    finally:
        office.running.leave(command.id)
    headers = {"ETag": f'"v{answer.outcome["version"]}"'}
    if answer.is_replay:
        headers["Idempotency-Replayed"] = "true"
    status = 201 if answer.is_new_dossier else 200
    return JSONResponse(answer.outcome, status_code=status, headers=headers)


@router.get("/commands/{command_id}")
def command_outcome(request: Request, command_id: Uuid) -> Response:
    """Give the stored answer to a command."""
    outcome = office_of(request).ledger.outcome(command_id)
    return JSONResponse(outcome) if outcome else problem(404, "command-unknown")


@router.get("/dossiers")
def search(
    request: Request,
    code: str | None = None,
    person_number: str | None = None,
    state: str | None = None,
    unit: str | None = None,
    after: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Find dossiers by code, person, state, unit."""
    asked = {"code": code, "person_number": person_number, "state": state, "unit": unit}
    filters = {name: value for name, value in asked.items() if value is not None}
    found = office_of(request).ledger.search(filters, after=after, limit=limit)
    following = found[-1]["id"] if len(found) == limit else None
    return {"dossiers": list(found), "next": following}


@router.get("/dossiers/{dossier_id}")
def dossier(
    request: Request,
    dossier_id: Uuid,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Give the province's copy of a dossier."""
    office = office_of(request)
    document = office.ledger.dossier(dossier_id)
    if document is None:
        return problem(404, "dossier-unknown", dossier_id=dossier_id)
    etag = f'"v{document["version"]}"'
    if if_none_match == etag:
        return Response(status_code=304, headers={"ETag": etag})
    held = claims.current(office.database, dossier_id, at=office.now())
    return JSONResponse({**document, "claim": held}, headers={"ETag": etag})


@router.get("/dossiers/{dossier_id}/refused")
def refused(request: Request, dossier_id: Uuid) -> dict[str, Any]:
    """List the refused commands of a dossier."""
    return {"refused": office_of(request).ledger.refusals(dossier_id)}


@router.put("/dossiers/{dossier_id}/claim")
def take_claim(request: Request, dossier_id: Uuid, wanted: WireClaim) -> dict[str, Any]:
    """Claim a dossier softly for 15 minutes, or renew the claim."""
    office = office_of(request)
    if office.ledger.dossier(dossier_id) is None:
        raise RefusedError(404, "dossier-unknown", dossier_id=dossier_id)
    return claims.take(
        office.database,
        dossier_id,
        device_id=wanted.device_id,
        user=wanted.user,
        at=office.now(),
    )


@router.delete("/dossiers/{dossier_id}/claim", status_code=204)
def release_claim(
    request: Request, dossier_id: Uuid, device_id: Annotated[str, Query(max_length=80)]
) -> None:
    """Release a claim; somebody else's stays."""
    claims.release(office_of(request).database, dossier_id, device_id=device_id)
