"""The practice scanner: an eSCL device on loopback that feeds specimen papers.

It speaks the protocol of network scanners (Mopria eSCL 2.6: capabilities, status, scan jobs, next
document), so the desk scans it as it scans a real one.
"""

import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_CAPABILITIES = """<?xml version="1.0" encoding="UTF-8"?>
<scan:ScannerCapabilities xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"
 xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03"><pwg:Version>2.6</pwg:Version>
<pwg:MakeAndModel>Practice scanner</pwg:MakeAndModel><pwg:SerialNumber>MAU-1</pwg:SerialNumber>
<scan:Adf><scan:AdfSimplexInputCaps><scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>2550</scan:MaxWidth>
<scan:MinHeight>16</scan:MinHeight><scan:MaxHeight>4200</scan:MaxHeight><scan:SettingProfiles>
<scan:SettingProfile><scan:ColorModes><scan:ColorMode>RGB24</scan:ColorMode>
<scan:ColorMode>Grayscale8</scan:ColorMode></scan:ColorModes><scan:DocumentFormats>
<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>
<scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>
<scan:SupportedResolutions><scan:DiscreteResolutions><scan:DiscreteResolution>
<scan:XResolution>300</scan:XResolution><scan:YResolution>300</scan:YResolution>
</scan:DiscreteResolution></scan:DiscreteResolutions></scan:SupportedResolutions>
</scan:SettingProfile></scan:SettingProfiles></scan:AdfSimplexInputCaps>
<scan:FeederCapacity>50</scan:FeederCapacity></scan:Adf></scan:ScannerCapabilities>"""

_STATUS = """<?xml version="1.0" encoding="UTF-8"?>
<scan:ScannerStatus xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"
 xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03"><pwg:Version>2.6</pwg:Version>
<pwg:State>Idle</pwg:State><scan:AdfState>{feeder}</scan:AdfState></scan:ScannerStatus>"""


class PracticeScanner(ThreadingHTTPServer):
    """A feeder that holds specimen pages; a context manager.

    Attributes:
        url: address as the desk knows it, ``escl://127.0.0.1:PORT/eSCL``.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"escl://127.0.0.1:{self.server_address[1]}/eSCL"
        self._feeder: list[bytes] = []
        self._stock: list[list[bytes]] = []
        self._jobs: set[str] = set()
        self._turn = threading.Lock()
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)

    def __enter__(self) -> "PracticeScanner":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()

    def load(self, pages: list[Path]) -> None:
        """Put pages into the feeder, first one on top."""
        with self._turn:
            self._feeder = [page.read_bytes() for page in pages]

    def stock(self, stacks: list[list[Path]]) -> None:
        """Stacks that come into the feeder one after the other, over and over."""
        with self._turn:
            self._stock = [[page.read_bytes() for page in stack] for stack in stacks]
            self._refill()

    def _refill(self) -> None:
        if not self._feeder and self._stock:
            self._feeder = list(self._stock[0])
            self._stock.append(self._stock.pop(0))

    @property
    def feeder_state(self) -> str:
        """What the status document says of the feeder."""
        return "ScannerAdfLoaded" if self._feeder else "ScannerAdfEmpty"

    def start_job(self) -> str | None:
        """A new job, or None when the feeder is empty."""
        with self._turn:
            if not self._feeder:
                return None
            job = str(uuid.uuid4())
            self._jobs.add(job)
            return job

    def next_page(self, job: str) -> bytes | None:
        """The next page of a job; None when the stack is through."""
        with self._turn:
            if job not in self._jobs or not self._feeder:
                return None
            return self._feeder.pop(0)

    def end_job(self, job: str) -> None:
        """Forget a job."""
        with self._turn:
            self._jobs.discard(job)
            self._refill()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: PracticeScanner

    def log_message(self, *_: object) -> None:
        """Nothing to say."""

    def do_GET(self) -> None:
        """Capabilities, status, next document."""
        if self.path == "/eSCL/ScannerCapabilities":
            self._answer(200, _CAPABILITIES.encode(), "text/xml")
        elif self.path == "/eSCL/ScannerStatus":
            status = _STATUS.format(feeder=self.server.feeder_state)
            self._answer(200, status.encode(), "text/xml")
        elif self.path.endswith("/NextDocument"):
            page = self.server.next_page(self.path.split("/")[-2])
            if page is None:
                self._answer(404, b"", "text/plain")
            else:
                self._answer(200, page, "image/jpeg")
        else:
            self._answer(404, b"", "text/plain")

    def do_POST(self) -> None:
        """Begin a job."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        job = self.server.start_job() if self.path == "/eSCL/ScanJobs" else None
        if job is None:
            self._answer(409, b"", "text/plain")
            return
        self.send_response(201)
        self.send_header("Location", f"/eSCL/ScanJobs/{job}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_DELETE(self) -> None:
        """End a job."""
        self.server.end_job(self.path.split("/")[-1])
        self._answer(200, b"", "text/plain")

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
