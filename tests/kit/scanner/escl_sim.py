"""An eSCL (AirScan) device with faults to order. Standard library only.

    with EsclSim([jpeg1, jpeg2], ["jam@2"]) as device:
        ...scan from device.uri...
    device.log          # [(method, path, status), ...]
    device.delivered    # numbers of the pages whose last byte left the device

Faults; page numbers count from 1:
  empty, empty409       no paper when the job is posted; the second refuses the job itself
  jam@N, door@N         paper jams, cover opens before page N: 409 and the feeder's state
  jamlies@N             a jam that answers 404, as a normal end does
  double@N              two sheets at once: 409, AdfState MultipickDetected
  busy:K                the first K jobs are answered 503 with Retry-After
  wait:K, wait404:K     each page answers 503, or 404, K times before it is served
  drop@N:B              the connection ends after B bytes of page N
  dropchunk@N:B         the same with chunked transfer coding
  silent@N              the connection ends before any answer, with the page already moved on
  short@N:B             page N is a whole HTTP answer of a JPEG cut to B bytes
  capped@N:B            as short, with the end mark put behind the cut
  close@N:B             page N without a length, cut to B bytes, then closed
  zero@N, html@N        200 with nothing, 200 with an error page
  stall@N:S             page N stops for S seconds in the middle
  slow:BPS              bodies leave at BPS bytes a second
  dup@N                 page N is sent twice
  gone@N                the device vanishes before page N
  foreignhost, relloc, uuidcolon      odd Location headers and job ids
  del301, del404        odd answers to DELETE
  doctype, nons, gzip, bomb           odd XML: a document type, other prefixes, packed, an attack
  otherjob              the status lists another client's cancelled job first
  adfprocessing         AdfState stays Processing
  end409, end410        the end of the stack is 409 or 410
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import socket
import sys
import threading
import time
import uuid
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

PWG = "http://www.pwg.org/schemas/2010/12/sm"
SCAN = "http://schemas.hp.com/imaging/escl/2011/05/03"
_STOPS = {
    "jam": ("ScannerAdfJam", 409),
    "jamlies": ("ScannerAdfJam", 404),
    "door": ("ScannerAdfDoorOpen", 409),
    "double": ("ScannerAdfMultipickDetected", 409),
}
_CLEARED = (*_STOPS, "empty", "empty409")


@dataclass
class Job:
    """One ScanJobs post."""

    id: str
    is_feeder: bool
    total: int
    sent: int = 0
    state: str = "Processing"
    reason: str = "JobScanning"
    waits: dict[int, int] = field(default_factory=dict)
    has_doubled: bool = False
    has_stalled: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)


def _faults(items) -> dict[str, tuple[int, float]]:
    out = {}
    for item in items:
        name, _, argument = item.partition(":")
        name, _, page = name.partition("@")
        out[name] = (int(page or 0), float(argument or 0))
    return out


class EsclSim:
    """A device on a free port of the loopback."""

    def __init__(
        self,
        pages,
        faults=(),
        *,
        duplex=True,
        adf=True,
        port=0,
        capabilities=None,
        page_delay=0.0,
        model="Testkit MFP",
    ):
        self.pages = list(pages)
        self.faults = _faults(faults)
        self.has_duplex, self.has_adf = duplex, adf
        self.page_delay, self.model, self.own_capabilities = page_delay, model, capabilities
        self.jobs: dict[str, Job] = {}
        self.log, self.delivered, self.tickets = [], [], []
        self.busy_left = int(self.faults.get("busy", (0, 0))[1])
        is_empty = "empty" in self.faults or "empty409" in self.faults
        self.feeder = "ScannerAdfEmpty" if is_empty else "ScannerAdfLoaded"
        self.state, self.lock = "Idle", threading.RLock()
        self.server = _Server(("127.0.0.1", port), _handler(self))
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/eSCL"
        self.uri = f"escl://127.0.0.1:{self.port}/eSCL"

    def start(self):
        serve = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        serve.start()
        return self

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def __enter__(self):
        return self.start()

    def __exit__(self, *exc):
        self.stop()

    def reload(self, pages):
        """The officer clears the jam and puts paper back."""
        with self.lock:
            self.pages, self.feeder = list(pages), "ScannerAdfLoaded"
            for name in _CLEARED:
                self.faults.pop(name, None)

    def at(self, name, page) -> bool:
        return name in self.faults and self.faults[name][0] == page

    def amount(self, name) -> float:
        return self.faults[name][1]

    # -- answers

    def send(self, request, status, body=b"", headers=()):
        self.log.append((request.command, request.path, status))
        request.send_response(status)
        if body:
            request.send_header("Content-Type", "text/xml")
        request.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    def send_xml(self, request, text):
        headers = []
        if "doctype" in self.faults:
            text = text.replace("?>", "?>\n<!DOCTYPE scan>", 1)
        if "bomb" in self.faults:
            text = text.replace("?>", "?>\n" + _BOMB, 1).replace("Testkit MFP", "&j;")
        if "nons" in self.faults:
            for old, new in (("scan:", "a:"), (":scan=", ":a="), ("pwg:", "b:"), (":pwg=", ":b=")):
                text = text.replace(old, new)
        body = text.encode()
        if "gzip" in self.faults:
            body, headers = gzip.compress(body), [("Content-Encoding", "gzip")]
        self.send(request, 200, body, headers)

    def capabilities(self) -> str:
        if self.own_capabilities is not None:
            return self.own_capabilities.decode()
        resolutions = "".join(
            f"<scan:DiscreteResolution><scan:XResolution>{r}</scan:XResolution>"
            f"<scan:YResolution>{r}</scan:YResolution></scan:DiscreteResolution>"
            for r in (75, 150, 200, 300, 600)
        )
        modes = "".join(
            f"<scan:ColorMode>{mode}</scan:ColorMode>"
            for mode in ("BlackAndWhite1", "Grayscale8", "RGB24")
        )
        profile = (
            "<scan:SettingProfiles><scan:SettingProfile>"
            f"<scan:ColorModes>{modes}</scan:ColorModes>"
            "<scan:DocumentFormats><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>"
            "<scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>"
            f"<scan:SupportedResolutions><scan:DiscreteResolutions>{resolutions}"
            "</scan:DiscreteResolutions></scan:SupportedResolutions>"
            "</scan:SettingProfile></scan:SettingProfiles>"
        )

        def source(tag, height):
            return (
                f"<scan:{tag}><scan:MinWidth>1</scan:MinWidth><scan:MaxWidth>2550</scan:MaxWidth>"
                f"<scan:MinHeight>1</scan:MinHeight><scan:MaxHeight>{height}</scan:MaxHeight>"
                f"<scan:MaxScanRegions>1</scan:MaxScanRegions>{profile}</scan:{tag}>"
            )

        text = _root("ScannerCapabilities")
        text += f"<pwg:MakeAndModel>{self.model}</pwg:MakeAndModel>"
        text += "<scan:UUID>00000000-0000-4000-8000-0000000000aa</scan:UUID>"
        text += f"<scan:Platen>{source('PlatenInputCaps', 3508)}</scan:Platen>"
        if self.has_adf:
            duplex = source("AdfDuplexInputCaps", 4200) if self.has_duplex else ""
            option = "<scan:AdfOption>Duplex</scan:AdfOption>" if self.has_duplex else ""
            text += f"<scan:Adf>{source('AdfSimplexInputCaps', 4200)}{duplex}"
            text += "<scan:FeederCapacity>50</scan:FeederCapacity>"
            text += f"<scan:AdfOptions>{option}<scan:AdfOption>DetectPaperLoaded</scan:AdfOption>"
            text += "</scan:AdfOptions></scan:Adf>"
        return text + "</scan:ScannerCapabilities>"

    def status(self) -> str:
        text = _root("ScannerStatus") + f"<pwg:State>{self.state}</pwg:State>"
        if self.has_adf:
            text += f"<scan:AdfState>{self.feeder}</scan:AdfState>"
        jobs = list(self.jobs.values())[::-1]
        if "otherjob" in self.faults:
            other = Job(str(uuid.UUID(int=7)), True, 9, 1, "Canceled", "JobCanceledByUser")
            jobs = [other, *jobs]
        text += "<scan:Jobs>"
        for job in jobs:
            left = max(0, job.total - job.sent)
            text += (
                f"<scan:JobInfo><pwg:JobUri>/eSCL/ScanJobs/{job.id}</pwg:JobUri>"
                f"<pwg:JobUuid>{job.id}</pwg:JobUuid><scan:Age>1</scan:Age>"
                f"<pwg:ImagesCompleted>{job.sent}</pwg:ImagesCompleted>"
                f"<pwg:ImagesToTransfer>{left}</pwg:ImagesToTransfer>"
                f"<pwg:JobState>{job.state}</pwg:JobState><pwg:JobStateReasons>"
                f"<pwg:JobStateReason>{job.reason}</pwg:JobStateReason></pwg:JobStateReasons>"
                "</scan:JobInfo>"
            )
        return text + "</scan:Jobs></scan:ScannerStatus>"

    # -- requests

    def get(self, request):
        path = unquote(request.path)
        if path.endswith("/ScannerCapabilities"):
            self.send_xml(request, self.capabilities())
        elif path.endswith("/ScannerStatus"):
            self.send_xml(request, self.status())
        elif path.endswith("/NextDocument"):
            job = self.jobs.get(path.split("/ScanJobs/")[1].rsplit("/", 1)[0])
            if job is None:
                self.send(request, 404)
            else:
                with job.lock:  # the count moves on before the next request is looked at
                    self.next_document(request, job)
        else:
            self.send(request, 404)

    def post(self, request):
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        if not request.path.endswith("/ScanJobs"):
            return self.send(request, 404)
        try:
            settings = ElementTree.fromstring(body)
        except ElementTree.ParseError:
            return self.send(request, 400)
        ticket = {e.tag.rsplit("}", 1)[-1]: e.text for e in settings.iter()}
        with self.lock:
            self.tickets.append(ticket)
            is_busy = any(job.state == "Processing" for job in self.jobs.values())
            if self.busy_left > 0 or is_busy:
                self.busy_left -= 1
                return self.send(request, 503, headers=[("Retry-After", "1")])
            is_feeder = ticket["InputSource"] == "Feeder"
            if is_feeder and "empty409" in self.faults:
                return self.send(request, 409)
            job_id = ("urn:uuid:" if "uuidcolon" in self.faults else "") + str(uuid.uuid4())
            total = 1 if not is_feeder else 0 if "empty" in self.faults else len(self.pages)
            self.jobs[job_id] = Job(job_id, is_feeder, total)
            self.state = "Processing"
        location = f"/eSCL/ScanJobs/{job_id}"
        if "relloc" not in self.faults:
            here = f"127.0.0.1:{self.port}"
            host = "mfp-nowhere.invalid" if "foreignhost" in self.faults else here
            location = f"http://{host}{location}"
        return self.send(request, 201, headers=[("Location", location)])

    def end(self, job, state="Completed", reason="JobCompletedSuccessfully"):
        job.state, job.reason, self.state = state, reason, "Idle"

    def next_document(self, request, job):
        number = job.sent + 1
        if job.state == "Canceled":
            return self.send(request, 404)
        for name, status in (("wait", 503), ("wait404", 404)):
            if name in self.faults and number <= job.total:
                left = job.waits.setdefault(number, int(self.amount(name)))
                if left > 0:
                    job.waits[number] = left - 1
                    headers = [("Retry-After", "1")] if status == 503 else []
                    return self.send(request, status, headers=headers)
        for name, (feeder, status) in _STOPS.items():
            if self.at(name, number) and job.is_feeder:
                self.feeder = feeder
                self.end(job, "Aborted", "ErrorsDetected")
                return self.send(request, status)
        if self.at("gone", number):
            threading.Thread(target=self.stop, daemon=True).start()
            return _hang_up(request)
        if self.at("silent", number):
            del self.faults["silent"]
            job.sent += 1
            return _hang_up(request)
        if number > job.total:
            return self.send(request, self.end_of_stack(job))
        if job.is_feeder:
            more = "adfprocessing" in self.faults or number < job.total
            self.feeder = "ScannerAdfProcessing" if more else "ScannerAdfEmpty"
        time.sleep(self.page_delay)
        return self.send_page(request, job, number)

    def end_of_stack(self, job) -> int:
        if job.is_feeder:
            self.feeder = "ScannerAdfEmpty"
        if job.total == 0:
            self.end(job, "Aborted", "ResourcesAreNotReady")
            return 409
        self.end(job)
        return 409 if "end409" in self.faults else 410 if "end410" in self.faults else 404

    def send_page(self, request, job, number):
        body, kind = self.pages[number - 1], "image/jpeg"
        for name in ("short", "capped", "close"):
            if self.at(name, number):
                body = body[: int(self.amount(name))] + (b"\xff\xd9" if name == "capped" else b"")
        if self.at("zero", number):
            body = b""
        if self.at("html", number):
            body, kind = b"<html><body>Internal error</body></html>", "text/html"
        is_chunked = self.at("dropchunk", number)
        self.log.append((request.command, request.path, 200))
        request.send_response(200)
        request.send_header("Content-Type", kind)
        if self.at("close", number):
            request.send_header("Connection", "close")
            request.close_connection = True
        elif is_chunked:
            request.send_header("Transfer-Encoding", "chunked")
        else:
            request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        cut = next((int(self.amount(n)) for n in ("drop", "dropchunk") if self.at(n, number)), None)
        if not self.send_body(request, job, number, body, cut, is_chunked=is_chunked):
            return
        if self.at("dup", number) and not job.has_doubled:
            job.has_doubled = True
            return
        self.delivered.append(number)
        job.sent = number

    def send_body(self, request, job, number, body, cut, *, is_chunked) -> bool:
        """Whether every byte left."""
        speed = self.amount("slow") if "slow" in self.faults else 0
        step = max(256, int(speed / 20)) if speed else 65536
        sent = 0
        while sent < len(body):
            part = body[sent : sent + step]
            if cut is not None:
                part = part[: cut - sent]
            try:
                request.wfile.write(b"%x\r\n%s\r\n" % (len(part), part) if is_chunked else part)
            except OSError:
                request.close_connection = True
                return False
            sent += len(part)
            if cut is not None and sent >= cut:
                request.wfile.flush()
                _hang_up(request)
                return False
            if self.at("stall", number) and sent >= len(body) // 2 and not job.has_stalled:
                job.has_stalled = True
                time.sleep(self.amount("stall"))
            if speed:
                time.sleep(len(part) / speed)
            if job.state == "Canceled":
                request.close_connection = True
                return False
        return True

    def delete(self, request):
        job = self.jobs.get(unquote(request.path).split("/ScanJobs/")[-1])
        if "del301" in self.faults:
            elsewhere = f"https://127.0.0.1:1{request.path}"
            return self.send(request, 301, headers=[("Location", elsewhere)])
        if job is None or ("del404" in self.faults and job.state == "Completed"):
            return self.send(request, 404)
        if job.state == "Processing":
            self.end(job, "Canceled", "JobCanceledByUser")
        return self.send(request, 200)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A client that leaves early is part of the tests."""


def _handler(device):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *parts):
            """Quiet."""

        def do_GET(self):
            device.get(self)

        def do_POST(self):
            device.post(self)

        def do_DELETE(self):
            device.delete(self)

    return Handler


def _hang_up(request):
    request.close_connection = True
    with contextlib.suppress(OSError):
        request.connection.shutdown(socket.SHUT_RDWR)


def _root(name) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<scan:{name} xmlns:pwg="{PWG}" xmlns:scan="{SCAN}"><pwg:Version>2.63</pwg:Version>'
    )


def _bomb() -> str:
    lines = ['<!DOCTYPE b [<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">']
    for name, before in zip("bcdefghij", "abcdefghi", strict=True):
        lines.append(f'<!ENTITY {name} "{("&" + before + ";") * 10}">')
    return "".join(lines) + "]>"


_BOMB = _bomb()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+", type=Path, help="JPEG files, one a side")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--fault", action="append", default=[])
    parser.add_argument("--capabilities", type=Path)
    parser.add_argument("--page-delay", type=float, default=0.0)
    parser.add_argument("--seconds", type=float, default=600.0)
    given = parser.parse_args()
    device = EsclSim(
        [page.read_bytes() for page in given.pages],
        given.fault,
        port=given.port,
        capabilities=given.capabilities and given.capabilities.read_bytes(),
        page_delay=given.page_delay,
    )
    with device, contextlib.suppress(KeyboardInterrupt):
        sys.stdout.write(f"READY {device.url}\n")
        sys.stdout.flush()
        time.sleep(given.seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
