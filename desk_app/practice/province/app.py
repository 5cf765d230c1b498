"""Puts the parts of the practice province behind HTTP."""

import contextlib
import email.utils
from collections.abc import AsyncIterator
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from tuspyserver import create_tus_router

from desk_app.practice.province import (
    routes_blobs,
    routes_board,
    routes_commands,
    routes_door,
    routes_feed,
    routes_people,
    routes_test,
)
from desk_app.practice.province.acts import RefusedError
from desk_app.practice.province.faults import FaultGate
from desk_app.practice.province.office import Office
from desk_app.practice.province.wire import problem, refusal_answer

PARTS = (
    routes_commands,
    routes_feed,
    routes_blobs,
    routes_people,
    routes_door,
    routes_board,
)


def create_app(office: Office, *, is_test_mode: bool = True) -> ASGIApp:
    """Wire the routes; with the fault switches outermost when in test mode."""

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await office.shelf.sweep()
        yield
        office.database.close()

    app = FastAPI(title="Counter sync", version="1", lifespan=lifespan, redirect_slashes=False)
    app.state.office = office
    for part in PARTS:
        app.include_router(part.router)
    if is_test_mode:
        app.include_router(routes_test.router)

    async def completed(handle: str, metadata: dict[str, Any]) -> None:
        # a plain function: tuspyserver copies its options deeply on every call
        await office.shelf.complete(handle, metadata)

    def check_size(_metadata: dict[str, Any], upload: dict[str, Any]) -> None:
        if (upload["size"] or 0) > office.limits.max_blob:
            raise RefusedError(413, "blob-too-large", limit=office.limits.max_blob)
        if office.shelf.storage.is_full:
            raise RefusedError(507, "storage-full")

    app.include_router(
        create_tus_router(
            prefix="v1/uploads",
            files_dir=str(office.folder / "uploads"),
            max_size=office.limits.max_blob,
            on_upload_complete=completed,  # type: ignore[arg-type]  # it is awaited, whatever its type says
            pre_create_hook=check_size,
            strict_offset_validation=True,
            storage=office.shelf.storage,
        )
    )
    _answer_problems(app)
    stamped = _Stamp(app, office)
    return FaultGate(stamped, office.plan) if is_test_mode else stamped


class _Stamp:
    """Puts time and epoch on every answer and refuses bodies over the limit."""

    def __init__(self, app: ASGIApp, office: Office) -> None:
        self._app = app
        self._office = office

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        office = self._office

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Date"] = email.utils.format_datetime(office.now(), usegmt=True)
                headers["Province-Epoch"] = office.database.epoch
            await send(message)

        headers = Headers(scope=scope)
        length = headers.get("content-length", "0")
        if not office.door.admits(
            scope["path"], headers.get("authorization"), now_s=office.now().timestamp()
        ):
            await problem(401, "token-needed")(scope, receive, stamped)
            return
        is_upload = scope["path"].startswith("/v1/uploads")
        if not is_upload and length.isdigit() and int(length) > office.limits.max_body:
            refusal = problem(413, "body-too-large", limit=office.limits.max_body)
            await refusal(scope, receive, stamped)
        else:
            await self._app(scope, receive, stamped)


def _answer_problems(app: FastAPI) -> None:
    @app.exception_handler(RefusedError)
    async def refused(_request: Request, refusal: RefusedError) -> JSONResponse:
        return refusal_answer(refusal)

    @app.exception_handler(RequestValidationError)
    async def malformed(_request: Request, error: RequestValidationError) -> JSONResponse:
        errors = [
            {"pointer": "/" + "/".join(str(part) for part in one["loc"]), "code": one["type"]}
            for one in error.errors()
        ]
        return problem(422, "malformed", errors=errors)

    @app.exception_handler(StarletteHTTPException)
    async def http_error(_request: Request, error: StarletteHTTPException) -> JSONResponse:
        answer = problem(error.status_code, "http-error", detail=str(error.detail))
        for name, value in (error.headers or {}).items():
            answer.headers[name] = value
        return answer
