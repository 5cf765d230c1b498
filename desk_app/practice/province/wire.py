"""The shapes of requests and answers, as the published contract names them."""

import datetime as dt
import hashlib
from typing import Annotated, Any

from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue

from desk_app.application.sync_values import CommandKind, canonical_json
from desk_app.practice.province.acts import Act, RefusedError

UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
SHA256 = r"^[0-9a-f]{64}$"

Uuid = Annotated[str, Field(pattern=UUID)]
Sha256 = Annotated[str, Field(pattern=SHA256)]
Name = Annotated[str, Field(min_length=1, max_length=80)]


class WireActor(BaseModel):
    """Who acted."""

    model_config = ConfigDict(extra="allow")
    user: Name
    unit: Name
    role: Name


class WireDevice(BaseModel):
    """Which desk spoke."""

    model_config = ConfigDict(extra="allow")
    id: Name
    gen: Annotated[int, Field(ge=0, le=2**31 - 1)]


class WireClock(BaseModel):
    """How the desk's clock stood."""

    model_config = ConfigDict(extra="allow")
    offset_ms: int = 0
    uncertain: bool = True


class WireCommand(BaseModel):
    """One command. Unknown members are kept out of the effect, never an error (F43)."""

    model_config = ConfigDict(extra="allow")
    id: Uuid
    kind: CommandKind
    dossier_id: Uuid
    dossier_seq: Annotated[int, Field(ge=1, le=2**31 - 1)]
    procedure_code: Annotated[str, Field(max_length=80)] = ""
    expected_state: str | None = None
    actor: WireActor
    device: WireDevice
    occurred_at: AwareDatetime
    clock: WireClock | None = None
    blobs: Annotated[list[Sha256], Field(max_length=500)] = []
    assigned: dict[str, JsonValue] | None = None
    body: dict[str, JsonValue]

    def act(self, received_at: dt.datetime) -> Act:
        """Give the command in the terms of the rules."""
        return Act(
            id=self.id,
            kind=self.kind,
            dossier_id=self.dossier_id,
            procedure_code=self.procedure_code,
            user=self.actor.user,
            unit=self.actor.unit,
            role=self.actor.role,
            device_id=self.device.id,
            device_gen=self.device.gen,
            occurred_at=self.occurred_at,
            received_at=received_at,
            blobs=tuple(self.blobs),
            body=self.body,
            assigned=self.assigned or {},
        )


class WireHead(BaseModel):
    """What a desk had confirmed for a dossier."""

    dossier_id: Uuid
    version: Annotated[int, Field(ge=0, le=2**31 - 1)]
    command_ids: Annotated[list[Uuid], Field(max_length=5000)]


class WireHeads(BaseModel):
    """The question of a reconciliation."""

    heads: Annotated[list[WireHead], Field(max_length=1000)]


class WireLease(BaseModel):
    """A device asks for a slot of serials."""

    unit: Name
    device_id: Name
    device_gen: Annotated[int, Field(ge=0, le=2**31 - 1)]


class WireCodeWish(WireLease):
    """A device asks for whole codes in advance."""

    wanted: Annotated[int, Field(ge=1, le=500)]


class WireClaim(BaseModel):
    """Somebody opens a dossier for work."""

    device_id: Name
    user: Name


class WireAccountRequest(BaseModel):
    """The counter makes an account for a citizen at the counter."""

    identifier: Name
    full_name: Annotated[str, Field(min_length=1, max_length=200)]
    phone: Annotated[str, Field(max_length=40)] = ""


def problem(status: int, code: str, **facts: Any) -> JSONResponse:
    """Give an RFC 9457 answer. ``type`` ends in the stable slug; facts stand beside it."""
    headers = {}
    if facts.get("retry_after_s") is not None:
        headers["Retry-After"] = str(facts["retry_after_s"])
    body = {"type": f"urn:province:problem:{code}", "title": code, "status": status, **facts}
    return JSONResponse(
        body, status_code=status, headers=headers, media_type="application/problem+json"
    )


def refusal_answer(refusal: RefusedError) -> JSONResponse:
    """Give the answer to a refused command."""
    answer = problem(refusal.status, refusal.code, **refusal.facts)
    current = refusal.facts.get("current")
    if current:
        answer.headers["ETag"] = f'"v{current["version"]}"'
    return answer


def fingerprint(wire: dict[str, Any]) -> str:
    """Give the SHA-256 of the canonical JSON of a command, without what was given before."""
    said = {key: value for key, value in wire.items() if key != "assigned"}
    return hashlib.sha256(canonical_json(said)).hexdigest()
