"""Loopback services of the practice PKI: time stamps, OCSP, revocation lists, CA certificates.

Routes: ``POST /tsa``, ``POST|GET /ocsp/ISSUER``, ``GET /crl/ISSUER.crl``, ``GET /ca/ISSUER.cer``,
``GET /stats``, ``PUT /fault/SERVICE/MODE``. Any service takes the modes ``ok``, ``http500``,
``garbage``, ``hang``, ``delay-SECONDS``; ``answers`` names those of single services.
"""

import base64
import collections
import datetime as dt
import json
import os
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urlsplit

from cryptography.hazmat.primitives import serialization

from desk_app.practice.pki.answers import Answers


class PkiServices(ThreadingHTTPServer):
    """The server of one practice PKI.

    Attributes:
        fault: mode of each service, changed by tests or by ``PUT /fault/…``.
        hits: how often each service was asked.
    """

    daemon_threads = True

    def __init__(self, folder: Path, clock: Callable[[], dt.datetime], port: int | None) -> None:
        self.answers = Answers(folder)
        self.clock = clock
        self.fault: dict[str, str] = collections.defaultdict(lambda: "ok")
        self.hits: collections.Counter[str] = collections.Counter()
        self.stopping = threading.Event()
        wanted = urlsplit(self.answers.base_url).port if port is None else port
        super().__init__(("127.0.0.1", wanted or 0), _Handler)

    def shutdown(self) -> None:
        """Stop serving and give the port back."""
        self.stopping.set()
        super().shutdown()
        self.server_close()


def start_services(
    folder: Path, clock: Callable[[], dt.datetime], *, port: int | None = None
) -> PkiServices:
    """Serve in a daemon thread; ``port`` is taken from the PKI's own addresses by default."""
    services = PkiServices(folder, clock, port)
    threading.Thread(target=services.serve_forever, name="practice-pki", daemon=True).start()
    return services


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one packet a reply: else 40 ms of delayed acknowledgement
    disable_nagle_algorithm = True

    def log_message(self, *_arguments: object) -> None:
        """Stay silent: tests count with ``hits``."""

    def handle_any(self) -> None:
        """Answer one request under the fault of its service."""
        services = cast("PkiServices", self.server)
        path = urlsplit(self.path).path.strip("/").split("/", 2)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if path[0] == "stats":
            self._reply(json.dumps(services.hits).encode(), "application/json")
        elif path[0] == "fault" and self.command == "PUT" and len(path) == 3:
            services.fault[path[1]] = path[2]
            self._reply(b"ok", "text/plain")
        else:
            services.hits[path[0]] += 1
            fault = services.fault[path[0]]
            if fault.startswith("delay-"):
                services.stopping.wait(float(fault.removeprefix("delay-")))
            elif fault == "hang":
                services.stopping.wait(3600)
                self.close_connection = True
                return
            if fault == "http500":
                self._reply(b"test fault", "text/plain", 500)
            elif fault == "garbage":
                self._reply(os.urandom(64), "application/octet-stream")
            else:
                self._serve(services, path, body, fault)

    def _serve(self, services: PkiServices, path: list[str], body: bytes, fault: str) -> None:
        answers, now = services.answers, services.clock()
        stem = path[1].rsplit(".", 1)[0] if len(path) > 1 else ""
        if path[0] == "tsa" and self.command == "POST":
            self._reply(answers.time_stamp(body, fault, now), "application/timestamp-reply")
        elif path[0] == "ocsp" and stem in answers.certificates:
            if self.command == "GET" and len(path) == 3:
                body = base64.b64decode(unquote(path[2]))
            self._reply(answers.status(stem, body, fault, now), "application/ocsp-response")
        elif path[0] == "crl" and (data := answers.revocation_list(stem, fault, now)) is not None:
            self._reply(data, "application/pkix-crl")
        elif path[0] == "ca" and stem in answers.certificates:
            der = answers.certificates[stem].public_bytes(serialization.Encoding.DER)
            self._reply(der, "application/pkix-cert")
        else:
            self._reply(b"not found", "text/plain", 404)

    def _reply(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = handle_any  # noqa: N815 - names the base class looks up
