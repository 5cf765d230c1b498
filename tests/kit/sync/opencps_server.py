"""An OpenCPS as far as its public sources name it: the paths, fields and habits the adapter meets.

It keeps no keys and no versions, numbers dossiers itself, and can be told to answer badly.
"""

import asyncio
import threading
import time
from typing import Any

from aiohttp import web


class OpenCpsServer:
    """Runs in a thread of its own; ``dossiers`` is what it holds."""

    def __init__(self, offered: dict[str, list[str]]) -> None:
        self.offered = offered
        self.dossiers: dict[int, dict[str, Any]] = {}
        self.files: dict[int, dict[str, bytes]] = {}
        self.history: dict[int, list[dict[str, str]]] = {}
        self.calls: list[str] = []
        self.lose_answers = 0
        self.spoil_files = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.url = asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(30)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(30)

    async def _start(self) -> str:
        app = web.Application()
        app.add_routes(
            [
                web.get("/dossiers", self._list),
                web.post("/dossiers/onegate", self._intake),
                web.get("/dossiers/{id}", self._one),
                web.get("/dossiers/{id}/nextactions", self._next),
                web.post("/dossiers/{id}/actions", self._act),
                web.get("/dossiers/{id}/actions", self._acts),
                web.get("/dossiers/{id}/files", self._files),
                web.post("/dossiers/{id}/files", self._take_file),
                web.get("/dossiers/{id}/files/{ref}", self._file),
            ]
        )
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        return f"http://127.0.0.1:{port}"

    def _touch(self, row: dict[str, Any]) -> None:
        row["modifiedDate"] = max(int(time.time() * 1000), row.get("modifiedDate", 0) + 1)

    def _lost(self, request: web.Request) -> None:
        """The effect is there, the answer is not."""
        if self.lose_answers:
            self.lose_answers -= 1
            if request.transport is not None:
                request.transport.close()

    async def _list(self, request: web.Request) -> web.Response:
        self.calls.append("list")
        rows = list(self.dossiers.values())
        wanted = request.query.get("referenceUid")
        since = request.query.get("fromModifiedDate")
        if wanted is not None:
            rows = [row for row in rows if row["referenceUid"] == wanted]
        if since is not None:
            rows = [row for row in rows if row["modifiedDate"] >= int(since)]
        return web.json_response({"total": len(rows), "data": rows})

    async def _intake(self, request: web.Request) -> web.Response:
        self.calls.append("intake")
        form = await request.post()
        number = len(self.dossiers) + 1
        row = {
            "dossierId": number,
            "dossierNo": "",
            "dossierStatus": "new",
            **{key: str(value) for key, value in form.items()},
        }
        self._touch(row)
        self.dossiers[number] = row
        self.files[number], self.history[number] = {}, []
        self._lost(request)
        return web.json_response(row)

    def _of(self, request: web.Request) -> int:
        number = int(request.match_info["id"])
        if number not in self.dossiers:
            raise web.HTTPNotFound
        return number

    async def _one(self, request: web.Request) -> web.Response:
        return web.json_response(self.dossiers[self._of(request)])

    async def _next(self, request: web.Request) -> web.Response:
        row = self.dossiers[self._of(request)]
        codes = self.offered.get(row["dossierStatus"], [])
        return web.json_response({"data": [{"actionCode": code} for code in codes]})

    async def _act(self, request: web.Request) -> web.Response:
        number = self._of(request)
        form = await request.post()
        code = str(form["actionCode"])
        self.calls.append(f"act {code}")
        row = self.dossiers[number]
        self.history[number].append({"actionCode": code, "userNote": str(form["userNote"])})
        row["dossierStatus"] = {"1100": "processing", "1300": "releasing", "1600": "done"}[code]
        row["dossierNo"] = row["dossierNo"] or f"H99.01-261123-{number:05d}"
        self._touch(row)
        self._lost(request)
        return web.json_response({"dossierActionId": len(self.history[number])})

    async def _acts(self, request: web.Request) -> web.Response:
        return web.json_response({"data": self.history[self._of(request)]})

    async def _files(self, request: web.Request) -> web.Response:
        held = self.files[self._of(request)]
        rows = [{"referenceUid": ref, "fileSize": len(content)} for ref, content in held.items()]
        return web.json_response({"data": rows})

    async def _take_file(self, request: web.Request) -> web.Response:
        number = self._of(request)
        self.calls.append("file")
        form = await request.post()
        content = form["file"].file.read()  # type: ignore[union-attr]  # an upload
        if self.spoil_files:
            self.spoil_files -= 1
            content = content[:-1]
        self.files[number][str(form["referenceUid"])] = content
        self._lost(request)
        return web.json_response({"referenceUid": str(form["referenceUid"])})

    async def _file(self, request: web.Request) -> web.Response:
        held = self.files[self._of(request)]
        if request.match_info["ref"] not in held:
            raise web.HTTPNotFound
        return web.Response(body=held[request.match_info["ref"]])
