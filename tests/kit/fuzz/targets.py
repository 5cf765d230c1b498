"""The importers of the product, each through the door the desk itself uses."""

import asyncio
import contextlib
import io
import json
import re
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from tests.kit.fuzz.campaign import Target

_ROOT = Path(__file__).parents[3]
_LETTERS = re.compile(r"[^a-zA-Z ]")


@dataclass
class Folder:
    """A target that reads files: a private folder while it is open."""

    limit_s: float = 20.0
    words: tuple[bytes, ...] = ()
    is_here: bool = False
    folder: Path = field(init=False)
    closing: contextlib.ExitStack = field(init=False, default_factory=contextlib.ExitStack)

    @contextlib.contextmanager
    def opened(self) -> Iterator[None]:
        with self.closing:
            self.folder = Path(
                self.closing.enter_context(tempfile.TemporaryDirectory(prefix="desk-fuzz-"))
            )
            self.make_ready()
            yield

    def make_ready(self) -> None:
        """Start what is fed."""

    def file(self, data: bytes, name: str) -> Path:
        place = self.folder / name
        place.write_bytes(data)
        return place


class Picture(Folder):
    """A photo or scan from outside: the importer's child, then the inspector's."""

    suffix = ""

    def __init__(
        self, suffix: str, words: tuple[bytes, ...], make: Callable[[], list[bytes]]
    ) -> None:
        super().__init__(limit_s=70.0, words=words)
        self.suffix, self.seeds = suffix, make

    def make_ready(self) -> None:
        from scanner import Inspector
        from scanner.importer import Importer

        self.importer = self.closing.enter_context(Importer(deadline_s=30.0))
        self.inspector = self.closing.enter_context(Inspector(deadline_s=30.0))

    def feed(self, data: bytes) -> str:
        from scanner.errors import ScannerError

        pages, whole = 0, 0
        try:
            for page in self.importer.pages(self.file(data, f"f.{self.suffix}")):
                pages += 1
                if pages > 20:
                    return "many pages"
                self.inspector.check(page, dpi=150)
                whole += 1
                self.inspector.seen(wait_s=30.0)
        except ScannerError as error:
            return f"{error.code} {error.facts.get('reason', '')} after {min(whole, 3)}"
        return f"{min(whole, 3)} of {min(pages, 3)} whole"


class Pdf(Picture):
    """A PDF from outside: importer, verifier and the window's rasteriser in turn."""

    def __init__(self) -> None:
        super().__init__("pdf", (b"/JavaScript", b"/Launch", b"/Encrypt", b"/ObjStm", b"/XRef", b"/Prev 0",
                                 b"endstream", b"<<", b"[", b"/Kids[1 0 R]", b"/ByteRange[0 1 2 3]", b"startxref"), _pdfs)  # fmt: skip
        self.limit_s = 130.0  # the sum of what the readers promise each

    def make_ready(self) -> None:
        super().make_ready()
        from desk_app.adapters.window.pdf_pages import PdfRasteriser
        from signing.verify.worker import Limits, Verifier

        trust = self.folder / "trust"
        trust.mkdir()
        self.verifier = self.closing.enter_context(Verifier(trust, limits=Limits(seconds=60.0)))
        self.raster = PdfRasteriser()
        self.closing.callback(self.raster.close)

    def feed(self, data: bytes) -> str:
        from desk_app.domain.errors import DeskError

        way = zlib.crc32(data) % 3
        if way == 0:
            return super().feed(data)
        if way == 1:
            verdict = self.verifier.verify(self.file(data, "f.pdf"))
            return f"{verdict.verdict} {' '.join(verdict.reasons[:3])}"
        try:
            page = self.raster.page(data, 0, 400)
        except DeskError as error:
            return error.code
        return f"drawn {page.data[:2].hex()}"


class Escl(Folder):
    """What a network scanner says of itself and of its jobs."""

    def __init__(self) -> None:
        super().__init__(is_here=True, limit_s=2.0, words=(b"<!ENTITY a 'b'>", b"<!DOCTYPE a [", b"&a;", b"<scan:", b"<![CDATA[",
                                             b"9" * 400, b"-1", b"</scan:Adf>", b"\xff\xfe", b"xmlns="))  # fmt: skip

    def seeds(self) -> list[bytes]:
        from tests.kit.scanner.escl_sim import EsclSim, Job

        device = EsclSim([])
        device.jobs["7"] = Job("7", False, 3, 1, "Processing", "JobScanning")
        return [device.capabilities().encode(), device.status().encode()]

    def feed(self, data: bytes) -> str:
        from scanner.drivers.escl_protocol import NotXml, read_capabilities, read_status

        said = []
        for read in (read_capabilities, lambda d: read_status(d, "7")):
            try:
                found: Any = read(data)
            except NotXml as error:
                said.append(
                    _LETTERS.sub("", str(error))[:12] if " " in str(error) else "other root"
                )
            else:
                said.append(type(found).__name__)
        return " / ".join(said)


class Province(Folder):
    """Answers of the province over HTTP on loopback, to every question the desk asks."""

    def __init__(self) -> None:
        super().__init__(is_here=True, limit_s=5.0, words=(b"null", b"[]", b"{}", b'""', b"true", b"-1", b"1e999", b'"\\ud800"',
                                             b"[" * 3000, b'{"a":' * 3000, b'"9999-99-99T00:00:00"'))  # fmt: skip
        self._body = b"{}"

    def seeds(self) -> list[bytes]:
        now = "2026-11-23T08:00:00+07:00"
        event = {"id": "1", "seq": 1, "type": "dossier.changed", "subject": "d", "dataversion": 2, "time": now, "data": {}}  # fmt: skip
        answers: list[object] = [
            {"epoch": "e", "server_time": now, "feed_head": 3, "limits": {"max_blob": 9},
             "notices": [{"id": "1", "from": now, "until": now, "text": "bảo trì"}]},
            {"events": [event], "next": "2", "head": 3, "epoch": "e"},
            {"id": "d", "version": 2, "state": "RECEIVED", "code": "H99.01-261123-0001"},
            {"unit": "u", "slot": 1, "device_gen": 1, "valid_until": now, "last_serial_by_day": {"2026-11-23": 3}},
            {"codes": ["H99.01-261123-0001"]},
            {"lines": [{"dossier_id": "d", "verdict": "same", "version": 1, "missing": []}]},
            {"type": "urn:desk:problem:missing-blobs", "digests": ["a"], "errors": [{"path": "a"}],
             "current": {"id": "d", "version": 1, "state": "X"}, "limit": 3},
        ]  # fmt: skip
        return [json.dumps(answer, ensure_ascii=False).encode() for answer in answers]

    def make_ready(self) -> None:
        self.runner = self.closing.enter_context(asyncio.Runner())
        self.province = self.runner.run(self._start())
        self.closing.callback(lambda: self.runner.run(self._stop()))

    async def _start(self) -> Any:
        from aiohttp import web

        from desk_app.adapters.sync.reference import LineSettings, ReferenceProvince

        async def answer(request: web.Request) -> web.Response:
            status = (200, 200, 200, 409, 412, 413, 422)[zlib.crc32(self._body) % 7]
            return web.Response(body=self._body, status=status, content_type="application/json")

        app = web.Application()
        app.router.add_route("*", "/{path:.*}", answer)
        self._server = web.AppRunner(app)
        await self._server.setup()
        site = web.TCPSite(self._server, "127.0.0.1", 0)
        await site.start()
        port = self._server.addresses[0][1]
        return ReferenceProvince(
            f"http://127.0.0.1:{port}", line=LineSettings(read_s=3.0, total_s=4.0)
        )

    async def _stop(self) -> None:
        await self.province.aclose()
        await self._server.cleanup()

    def feed(self, data: bytes) -> str:
        self._body = data
        return self.runner.run(self._ask(zlib.crc32(data[:64]) % 6))

    async def _ask(self, question: int) -> str:
        from desk_app.application.sync_errors import SyncError
        from desk_app.application.sync_values import DossierHead

        asked = self.province
        heads = [DossierHead(dossier_id="d", version=1, command_ids=())]
        questions: tuple[Callable[[], Any], ...] = (
            asked.server_info,
            lambda: asked.changes("1"),
            lambda: asked.get_dossier("d"),
            lambda: asked.lease_code_slot("u", device_id="d", device_gen=1),
            lambda: asked.fetch_codes("u", device_id="d", device_gen=1, wanted=3),
            lambda: asked.reconcile(heads),
        )
        try:
            found = await questions[question]()
        except SyncError as error:
            return (
                f"{question} {error.problem.code} {str(error.problem.facts.get('detail', ''))[:30]}"
            )
        return f"{question} {type(found).__name__}"


class Qr(Folder):
    """Text of a citizen card's code as a reader typed it, and lines of a machine readable zone."""

    def __init__(self) -> None:
        super().__init__(
            is_here=True,
            limit_s=2.0,
            words=(b"|", b"||", b"\x1d", "ễ".encode(), b"\xcc\x88", b"99999999", b"<<"),
        )

    def seeds(self) -> list[bytes]:
        return [
            "001099000001|012345678|Nguyễn Văn Mẫu|01021990|Nam|Thôn Mẫu, Xã Mẫu, Tỉnh Mẫu|01052021".encode(),
            "001199000002||Trần Thị Mẫu|15081999|Nữ|Tổ 1, Phường Mẫu|20072024||Nguyễn Văn A|Trần Thị B|".encode(),
            b"IDVNM0990000010001099000001<<3\n9001011M3001012VNM<<<<<<<<<<<6\nNGUYEN<<VAN<MAU<<<<<<<<<<<<<<",
        ]

    def make_ready(self) -> None:
        from desk_app.bootstrap.data import identity_tables

        self.tables = identity_tables()

    def feed(self, data: bytes) -> str:
        import datetime as dt

        from desk_app.domain.identity.card_qr import read_card_qr
        from desk_app.domain.identity.mrz import read_mrz

        text = data.decode("utf-8", "surrogateescape")
        card = read_card_qr(text, self.tables)
        zone = read_mrz(text.splitlines(), dt.date(2026, 11, 23))
        return f"{card.verdict} {' '.join(card.doubt)} / {zone.verdict}"


class Procedure(Folder):
    """A procedure file as an office imports it: TOML, JSON, workbook."""

    def __init__(self) -> None:
        super().__init__(limit_s=10.0, words=(b"[[", b"]]", b"= 1e999", b"\n[a.b.c]\n", b"[" * 2000, b"{" * 2000,
                                              b"9999-12-31", b'"""', b"\x00", b"= []", b'= ""'))  # fmt: skip

    def seeds(self) -> list[bytes]:
        from desk_app.adapters.catalogue.excel import to_excel
        from desk_app.adapters.catalogue.exchange import to_json

        shipped = sorted((_ROOT / "resources" / "procedures").glob("*.toml"))
        import tomllib

        data = tomllib.loads(shipped[0].read_text(encoding="utf-8"))
        texts = [path.read_bytes() for path in shipped[:3]]
        return [*texts, to_json(data).encode(), to_excel(data)]

    def make_ready(self) -> None:
        # The shelf of shipped forms takes a second to read, a child half a second to start.
        from unittest import mock

        from desk_app.adapters.catalogue import foreign
        from desk_app.bootstrap import data

        shelf = data.catalogue(None)
        warm = self.closing.enter_context(foreign.ForeignReader(deadline_s=20.0))
        kept = contextlib.nullcontext(warm)
        for where, name, gives in ((data, "catalogue", shelf), (foreign, "ForeignReader", kept)):
            self.closing.enter_context(mock.patch.object(where, name, return_value=gives))

    def feed(self, data: bytes) -> str:
        from desk_app.bootstrap.data import check_procedure_file
        from desk_app.domain.errors import DeskError

        kind = "xlsx" if data[:2] == b"PK" else "json" if data[:1] == b"{" else "toml"
        try:
            found = check_procedure_file(self.file(data, f"p.{kind}"), None)
        except DeskError as error:
            return f"{kind} {error.code}"
        return f"{kind} {' '.join(sorted({str(one['code']) for one in found})[:4])}"


class Update(Folder):
    """An update bundle from a stick; signed by the pinned publisher before it was changed."""

    def __init__(self) -> None:
        super().__init__(is_here=True, limit_s=10.0, words=(b"PK\x01\x02", b"PK\x05\x06", b"metadata/", b"../", b"1e999", b"[" * 2000,
                                              b'{"a":' * 2000, b"contents.json", b"\xff\xff\xff\xff"))  # fmt: skip
        self._keys = Path(self.closing.enter_context(tempfile.TemporaryDirectory()))

    def seeds(self) -> list[bytes]:
        import datetime as dt

        from desk_app.adapters.updates import Item, new_publisher, write_bundle

        now = dt.datetime.now(dt.UTC)  # noqa: TID251 - the framework itself compares with this clock
        root = new_publisher(self._keys / "keys", now=now)
        self._root = root.read_bytes()
        policy, program = self._keys / "policy.toml", self._keys / "desk-app-9-linux.run"
        policy.write_text("[lock.session]\nlock_minutes = 4\n")
        program.write_bytes(bytes(2000))
        items = [Item(file=policy, kind="policy"), Item(file=program, kind="program")]
        write_bundle(self._keys / "b.zip", self._keys / "keys", items, now=now)
        return [(self._keys / "b.zip").read_bytes()]

    def feed(self, data: bytes) -> str:
        import shutil

        from desk_app.adapters.updates import take
        from desk_app.domain.errors import IntegrityError

        state, into = self.folder / "state", self.folder / "into"
        for place in (state, into):
            shutil.rmtree(place, ignore_errors=True)
        into.mkdir()
        try:
            taken = take(self.file(data, "b.zip"), self._root, state, into)
        except IntegrityError as error:
            return error.code
        return f"taken {[item.kind for item in taken.items]}"


def _image() -> Image.Image:
    image = Image.new("RGB", (96, 128), (250, 249, 244))
    for y in range(10, 120, 8):
        image.paste((30, 30, 40), (10, y, 86 - y % 24, y + 3))
    return image


def _saved(kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    image = _image()
    (image.convert(how.pop("mode")) if "mode" in how else image).save(out, kind, **how)
    return out.getvalue()


def _jpegs() -> list[bytes]:
    return [
        _saved("JPEG", dpi=(150, 150)),
        _saved("JPEG", progressive=True, quality=40),
        _saved("JPEG", mode="L", restart_marker_blocks=2),
        _saved("JPEG", mode="CMYK", exif=_image().getexif().tobytes()),
    ]


def _pngs() -> list[bytes]:
    return [
        _saved("PNG", dpi=(150, 150)),
        _saved("PNG", mode="P"),
        _saved("PNG", mode="1"),
        _saved("PNG", mode="RGBA"),
    ]


def _tiffs() -> list[bytes]:
    more = {"save_all": True, "append_images": [_image()]}
    return [
        _saved("TIFF", mode="1", compression="group4"),
        _saved("TIFF", compression="tiff_lzw", **more),
        _saved("TIFF", compression="jpeg"),
        _saved("TIFF", mode="L", compression="tiff_adobe_deflate", tiffinfo={317: 2}),
    ]


def _heics() -> list[bytes]:
    import pillow_heif  # an encoder for tests alone; the product only decodes

    out = io.BytesIO()
    pillow_heif.from_pillow(_image()).save(out, quality=60)
    return [out.getvalue()]


def _pdfs() -> list[bytes]:
    from tests.kit.scanner import documents

    picture = _jpegs()[0]
    foreign = sorted((_ROOT / "tests" / "data" / "foreign").rglob("*.pdf"))
    small = [data for path in foreign if len(data := path.read_bytes()) < 60_000]
    return [
        documents.pdf_of([picture]),
        documents.pdf_of([picture, picture], text="hidden", rotate=90),
        documents.signed_pdf(),
        *small[:6],
    ]


_JPEG = (
    b"\xff\xd8",
    b"\xff\xd9",
    b"\xff\xda",
    b"\xff\xc4",
    b"\xff\xdb",
    b"\xff\xc0",
    b"\xff\xc2",
    b"\xff\xdd",
)
_PNG = (b"IHDR", b"IDAT", b"IEND", b"PLTE", b"tRNS", b"iCCP", b"zTXt", b"acTL")
_TIFF = (
    b"II*\0",
    b"MM\0*",
    b"\x00\x01\x03\x00",
    b"\x01\x01\x03\x00",
    b"\x11\x01\x04\x00",
    b"\x17\x01\x04\x00",
)
_HEIC = (b"ftyp", b"meta", b"iloc", b"iinf", b"ipco", b"ispe", b"hvcC", b"mdat", b"grid", b"irot")

TARGETS: dict[str, Callable[[], Target]] = {
    "pdf": Pdf,
    "jpeg": lambda: Picture("jpg", _JPEG, _jpegs),
    "png": lambda: Picture("png", _PNG, _pngs),
    "tiff": lambda: Picture("tif", _TIFF, _tiffs),
    "heic": lambda: Picture("heic", _HEIC, _heics),
    "escl": Escl,
    "province": Province,
    "qr": Qr,
    "procedure": Procedure,
    "update": Update,
}
