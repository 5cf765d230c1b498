"""Enrolment of desks and tokens."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from desk_app.practice.province.doorkeeper import TOKEN_LIFE_S
from desk_app.practice.province.office import office_of
from desk_app.practice.province.wire import SHA256, Name

router = APIRouter(prefix="/v1", tags=["people"])


class WireDeviceKey(BaseModel):
    """A desk and its public key (Ed25519, hexadecimal)."""

    id: Name
    public_key: Annotated[str, Field(pattern=SHA256)]


class WireGrant(BaseModel):
    """A request for a token (RFC 7523)."""

    grant_type: Annotated[str, Field(pattern="^client_credentials$")]
    client_assertion: Annotated[str, Field(min_length=10, max_length=4000)]


@router.post("/devices", status_code=201)
def enrol(request: Request, wanted: WireDeviceKey) -> dict[str, Any]:
    """Enrol a desk. A real province lets an administrator confirm it."""
    office_of(request).door.enrol(wanted.id, wanted.public_key)
    return {"id": wanted.id}


@router.post("/token")
def token(request: Request, grant: WireGrant) -> dict[str, Any]:
    """Give a bearer token for a signed assertion."""
    office = office_of(request)
    made = office.door.token(grant.client_assertion, now_s=office.now().timestamp())
    return {"access_token": made, "token_type": "Bearer", "expires_in": TOKEN_LIFE_S}
