"""``desk-app step``: every act of every step, with the window's refusals."""

import dataclasses
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from desk_app.application.acts import ACTS, ActSpec, act_named
from desk_app.application.work import Act, Done
from desk_app.cli.context import (
    AsOption,
    CommandError,
    JsonFlag,
    PinFlag,
    ProfileOption,
    acting_as,
    command,
    opened,
    read_pin,
)
from desk_app.cli.output import Exit, complain, say
from desk_app.domain.people import Actor
from desk_app.domain.signatures import SignatureRole
from desk_app.domain.workflow import Step

_CONTEXT = frozenset({"dossier", "actor"})
_TOKEN_ROLE = {Step.APPROVE: SignatureRole.APPROVER, Step.AGENCY_SIGN: SignatureRole.AGENCY}


@command
def step(  # noqa: PLR0913 - the contract of the command line
    step_: Annotated[str, typer.Argument(metavar="STEP")] = "",
    act: Annotated[str, typer.Argument(metavar="ACT")] = "",
    code: Annotated[str, typer.Argument(metavar="CODE")] = "",
    *,
    input_: Annotated[Path | None, typer.Option("--input", help="JSON input of the act")] = None,
    list_: Annotated[bool, typer.Option("--list", help="acts, inputs and who may")] = False,
    as_: AsOption = "",
    pin_stdin: PinFlag = False,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Do one act of one step."""
    if list_:
        for each in ACTS:
            say(describe(each), as_json=True)
        return Exit.DONE
    found = act_named(step_, act)
    if found is None:
        raise CommandError("usage.unknown_act", step=step_, act=act)
    spec = found
    if spec.needs_dossier and not code:
        raise CommandError("usage.code_missing", act=act)
    data = _read_input(input_)
    with opened(profile) as desk:
        actor = acting_as(desk, as_)
        ordered = build(spec, data, code, actor)
        grant = None
        if spec.signs == "yes" or (spec.signs == "optional" and pin_stdin):
            role = _TOKEN_ROLE.get(spec.step, SignatureRole.OFFICER)
            grant = desk.grant(actor.user, role, read_pin(wanted=pin_stdin))
        done = desk.steps.call(spec, ordered, grant)
        if done.stopped_by:
            complain(done.stopped_by, done.facts, as_json=json_)
            return Exit.UNAVAILABLE
        say(as_answer(done), as_json=json_, words=lambda: _words(done))
    return Exit.DONE


def describe(spec: ActSpec) -> dict[str, object]:
    """Name, input (JSON Schema) and who may."""
    return {
        "step": str(spec.step),
        "act": spec.name,
        "summary": (spec.command.__doc__ or "").strip().splitlines()[0],
        "roles": sorted(spec.roles),
        "transitions": list(spec.rows),
        "signs": spec.signs,
        "needs_code": spec.needs_dossier,
        "input": input_schema(spec.command),
    }


def input_schema(kind: type[Act]) -> dict[str, Any]:
    """JSON Schema 2020-12 of the input of an act; what the shell fills in itself is left out."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(kind).json_schema()
    schema["properties"] = {
        k: v for k, v in schema.get("properties", {}).items() if k not in _CONTEXT
    }
    schema["required"] = [k for k in schema.get("required", []) if k not in _CONTEXT]
    kept = json.dumps(schema["properties"])
    schema["$defs"] = {k: v for k, v in schema.get("$defs", {}).items() if f"/$defs/{k}" in kept}
    if not schema["$defs"]:
        del schema["$defs"]
    schema["additionalProperties"] = False
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return schema


def build(spec: ActSpec, data: dict[str, Any], code: str, actor: Actor) -> Act:
    """The command of an act from its JSON input; names the field that is wrong."""
    from pydantic import TypeAdapter, ValidationError

    known = {f.name for f in dataclasses.fields(spec.command)} - _CONTEXT
    unknown = sorted(set(data) - known)
    if unknown:
        raise CommandError("usage.unknown_input", field=unknown[0], act=spec.name)
    filled = {**data, "dossier": code, "actor": actor}
    try:
        return TypeAdapter(spec.command).validate_python(filled)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise CommandError(
            "usage.bad_input", field=where, detail=first["msg"], act=spec.name
        ) from None


def as_answer(done: Done) -> dict[str, object]:
    """The answer of the contract; ``facts`` of the act beside it."""
    return {
        "dossier_code": done.dossier_code or done.dossier_id,
        "dossier_id": done.dossier_id,
        "state": done.state,
        "version": done.version,
        "files": [{"name": f.name, "sha256": f.sha256, "size": f.size} for f in done.files],
        "facts": dict(done.facts),
    }


def _words(done: Done) -> list[str]:
    lines = [f"{done.dossier_code or done.dossier_id}  {done.state}  v{done.version}"]
    return lines + [f"  {f.name}  {f.sha256}" for f in done.files]


def _read_input(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        text = (
            path.read_text(encoding="utf-8")
            if str(path) != "-"
            else typer.get_text_stream("stdin").read()
        )
        data = json.loads(text)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise CommandError(
            "usage.input_unreadable", file=path.name, detail=str(error)[:120]
        ) from None
    if not isinstance(data, dict):
        raise CommandError("usage.input_unreadable", file=path.name, detail="an object is expected")
    return data
