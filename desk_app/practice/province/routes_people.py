"""Accounts, stored papers, payments, catalogues."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from desk_app.adapters.sync.rules import read_table
from desk_app.practice.province import people
from desk_app.practice.province.office import office_of
from desk_app.practice.province.wire import Uuid, WireAccountRequest, fingerprint, problem

router = APIRouter(prefix="/v1", tags=["people"])

CATALOGUES = {"status-map": "acts", "units": "units"}

Identifier = Annotated[str, Path(min_length=1, max_length=80)]


@router.get("/accounts/{identifier}")
def find_account(request: Request, identifier: Identifier) -> Response:
    """Look an account up by the number on the identity paper."""
    found = people.find_account(office_of(request).database, identifier)
    return JSONResponse(found) if found else problem(404, "account-absent")


@router.post("/accounts", status_code=201)
def create_account(request: Request, wanted: WireAccountRequest) -> Response:
    """Make an account at the counter."""
    office = office_of(request)
    made = people.create_account(
        office.database,
        identifier=wanted.identifier,
        full_name=wanted.full_name,
        phone=wanted.phone,
        at=office.now(),
    )
    return JSONResponse(made, status_code=201)


@router.get("/papers")
def papers(
    request: Request,
    owner: Annotated[str, Query(min_length=1, max_length=80)],
    store: Literal["provincial", "national"] = "provincial",
) -> dict[str, Any]:
    """List the papers a store holds of an owner."""
    return {"papers": people.papers_of(office_of(request).database, owner, store)}


@router.get("/dossiers/{dossier_id}/payment")
def payment(request: Request, dossier_id: Uuid) -> Response:
    """Give the state of payment with signed records."""
    office = office_of(request)
    document = office.ledger.dossier(dossier_id)
    if document is None:
        return problem(404, "dossier-unknown", dossier_id=dossier_id)
    return JSONResponse(people.payment_state(document, office.seal))


@router.get("/catalogues/{name}")
def catalogue(
    request: Request,
    name: Annotated[str, Path(max_length=40)],
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Give a catalogue with its ETag."""
    if name not in CATALOGUES:
        return problem(404, "catalogue-unknown")
    table = read_table(CATALOGUES[name])
    data = {"national_status": table["national_status"]} if name == "status-map" else table
    etag = f'"{fingerprint(data)[:16]}"'
    if if_none_match == etag:
        return Response(status_code=304, headers={"ETag": etag})
    return JSONResponse({"name": name, "entries": data}, headers={"ETag": etag})
