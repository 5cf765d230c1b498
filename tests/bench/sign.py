"""Speed and size of signing, each figure against a peer or a limit of nature in the same run.

    python -m tests.bench.sign [--quick] [--only NAME]

One JSON line a figure, then a table; ends with 1 when a goal is missed.
"""

import argparse
import contextlib
import dataclasses
import gc
import hashlib
import json
import multiprocessing
import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from desk_app.practice.pki import PracticePki, card_from_pki, make_practice_pki
from desk_app.practice.pki.people import USER_PIN
from signing.batch import sign_batch
from signing.chain import Trust
from signing.clock import utc_now
from signing.cms.time_stamp import TimeStampService
from signing.errors import SigningError
from signing.marks.image import MarkImage
from signing.pdf.geometry import Place
from signing.request import Level, Role, SignRequest
from signing.sign import sign_file
from signing.tokens.broker import SigningKey, TokenBroker
from signing.tokens.choice import find_certificate
from signing.tokens.process import Deadlines
from tests.kit.card_service import READER_PORT, NoCardServiceError, run_card_service
from tests.kit.signing import papers

MOCK = Path(__file__).parents[1] / "kit" / "signing" / "mock_pkcs11.c"
OPENSC = [
    Path("/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so"),
    Path("/usr/lib/aarch64-linux-gnu/opensc-pkcs11.so"),
]
PAPER_BYTES = 30_000


@dataclasses.dataclass
class Figure:
    """One measured figure.

    Attributes:
        at_least: the goal is a lower bound.
        goal_is_ratio: the goal is about value divided by the peer's value.
    """

    figure: str
    value: float
    unit: str
    goal: float | None
    peer: str = ""
    peer_value: float | None = None
    at_least: bool = False
    goal_is_ratio: bool = False

    def line(self) -> dict[str, Any]:
        ratio = self.value / self.peer_value if self.peer_value else None
        met = None
        if self.goal is not None:
            judged = ratio if self.goal_is_ratio and ratio is not None else self.value
            met = judged >= self.goal if self.at_least else judged <= self.goal
        return {
            "figure": self.figure,
            "value": round(self.value, 4),
            "unit": self.unit,
            "peer": self.peer,
            "peer_value": None if self.peer_value is None else round(self.peer_value, 4),
            "ratio": None if ratio is None else round(ratio, 4),
            "goal": self.goal,
            "met": met,
        }


class Stage:
    """PKI, services in a process of their own, and papers."""

    def __init__(self, folder: Path, *, quick: bool) -> None:
        self.folder, self.quick = folder, quick
        with socket.socket() as sock:
            sock.bind(("127.0.0.1", 0))
            port = sock.getsockname()[1]
        self.pki: PracticePki = make_practice_pki(folder / "pki", port=port, now=utc_now())
        self.pki.activate()
        self.trust = Trust.load(self.pki.trust_folder)
        command = [sys.executable, "-m", "desk_app.practice.pki", str(self.pki.folder)]
        self.server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.server.stdout is not None
        self.server.stdout.readline()
        self.paper = papers.plain(folder / "paper.pdf", bulk_bytes=PAPER_BYTES - 1000)

    def close(self) -> None:
        self.server.kill()
        self.server.wait()

    def tsa(self) -> TimeStampService:
        return TimeStampService(self.pki.tsa_url, trust=self.trust)

    @contextlib.contextmanager
    def key(self) -> Iterator[SigningKey]:
        with TokenBroker([self.pki.module]) as broker:
            fact = find_certificate(broker.tokens(), token_label="CANBO-1", label="canbo1")
            with broker.login(fact, bytearray(USER_PIN.encode())) as key:
                yield key

    def requests(self, count: int, level: Level, name: str, **options: Any) -> list[SignRequest]:
        out = self.folder / name
        out.mkdir(exist_ok=True)
        options.setdefault("is_visible", False)
        return [
            SignRequest(
                source=self.paper,
                target=out / f"{at}.pdf",
                role=Role.OFFICER,
                level=level,
                **options,
            )
            for at in range(count)
        ]


def cpu_ms(work: Callable[[], int]) -> float:
    """CPU of this process and of the children it ended, per file."""
    gc.collect()
    own = time.process_time()
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    files = work()
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    children = now.ru_utime + now.ru_stime - ended.ru_utime - ended.ru_stime
    return (time.process_time() - own + children) * 1000 / files


def ours(stage: Stage, level: Level, count: int, name: str, **options: Any) -> float:
    """CPU per file of a batch, the token's process included, start-up taken off."""
    tsa = stage.tsa() if level.wants_time_stamp else None

    def run(files: int) -> int:
        with stage.key() as key:
            results = sign_batch(
                stage.requests(files, level, name, **options), key, tsa=tsa, trust=stage.trust
            )
        assert all(result.state == "signed" for result in results), results[0].error
        return 1

    few = max(2, count // 10)
    small = statistics.median(cpu_ms(lambda: run(few)) for _ in range(3))
    large = statistics.median(cpu_ms(lambda: run(count)) for _ in range(3))
    return (large - small) / (count - few)


def peer(stage: Stage, *, is_stamped: bool, count: int) -> float:
    """CPU per file of pyHanko's own signer with the same token."""
    import pkcs11
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, signers
    from pyhanko.sign.pkcs11 import PKCS11Signer
    from pyhanko.sign.timestamps import HTTPTimeStamper

    stamper = HTTPTimeStamper(stage.pki.tsa_url) if is_stamped else None
    token = pkcs11.lib(str(stage.pki.module)).get_token(token_label="CANBO-1")
    with token.open(user_pin=USER_PIN) as session:
        signer = PKCS11Signer(
            session, cert_label="canbo1", key_label="canbo1", other_certs_to_pull=["sub"]
        )

        def run() -> int:
            for at in range(count):
                with stage.paper.open("rb") as source:
                    writer = IncrementalPdfFileWriter(source)
                    with (stage.folder / f"peer{at}.pdf").open("wb") as target:
                        signers.sign_pdf(
                            writer,
                            PdfSignatureMetadata(
                                field_name="Peer",
                                md_algorithm="sha256",
                                subfilter=signers.pdf_signer.SigSeedSubFilter.PADES,
                            ),
                            signer=signer,
                            timestamper=stamper,
                            output=target,
                        )
            return count

        return cpu_ms(run)


def cpu_figures(stage: Stage) -> Iterator[Figure]:
    count = 60 if stage.quick else 300
    theirs = peer(stage, is_stamped=False, count=10 if stage.quick else 30)
    value = ours(stage, Level.B_B, count, "bb")
    yield Figure("CPU per 30 kB file, B-B", value, "ms", 3, "pyHanko", theirs)
    theirs = peer(stage, is_stamped=True, count=3 if stage.quick else 8)
    value = ours(stage, Level.B_T, count, "bt")
    yield Figure("CPU per 30 kB file, B-T", value, "ms", 6, "pyHanko", theirs)
    place = Place(page_index=0, left_mm=20, top_mm=20, width_mm=60, height_mm=20)
    value = ours(stage, Level.B_B, count // 3, "marked", is_visible=True, place=place)
    yield Figure("CPU per 30 kB file, B-B with a text mark", value, "ms", None)


def rate_figures(stage: Stage) -> Iterator[Figure]:
    count = 60 if stage.quick else 300
    with stage.key() as key:
        for level in (Level.B_B, Level.B_T):
            started = time.perf_counter()
            sign_batch(
                stage.requests(count, level, f"rate-{level.value}"),
                key,
                tsa=stage.tsa(),
                trust=stage.trust,
            )
            rate = count / (time.perf_counter() - started)
            yield Figure(f"files a second, SoftHSM, {level.value}", rate, "1/s", None)


def _big_in_child(
    connection: Any, source: str, target: str, module: str, trust_folder: str
) -> None:
    """Sign one big file in a fresh process and tell time and memory."""
    trust = Trust.load(Path(trust_folder))
    small = papers.plain(Path(target).with_name("small.pdf"))
    with TokenBroker([module]) as broker:
        fact = find_certificate(broker.tokens(), token_label="CANBO-1", label="canbo1")
        with broker.login(fact, bytearray(USER_PIN.encode())) as key:
            request = SignRequest(
                source=small,
                target=small.with_suffix(".out"),
                role=Role.OFFICER,
                level=Level.B_B,
                is_visible=False,
            )
            sign_file(request, key, trust=trust)
            Path("/proc/self/clear_refs").write_text("5")  # the high-water mark starts anew
            base = _memory_kb("VmRSS")
            times = []
            for _ in range(5):
                Path(target).unlink(missing_ok=True)
                started = time.perf_counter()
                sign_file(
                    dataclasses.replace(request, source=Path(source), target=Path(target)),
                    key,
                    trust=trust,
                )
                times.append(time.perf_counter() - started)
    connection.send((statistics.median(times), (_memory_kb("VmHWM") - base) / 1024))


def _memory_kb(field: str) -> int:
    rows = Path("/proc/self/status").read_text().splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith(field))


def _floor(source: Path, target: Path) -> float:
    """Seconds for the digest and a durable copy of the same bytes, in large pieces."""
    times = []
    for _ in range(5):
        target.unlink(missing_ok=True)
        started = time.perf_counter()
        with source.open("rb") as file:
            hashlib.file_digest(file, "sha256")
        shutil.copyfile(source, target)
        with target.open("rb+") as file:
            os.fsync(file.fileno())
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def big_figures(stage: Stage) -> Iterator[Figure]:
    source = papers.plain(stage.folder / "big.pdf", pages=39, bulk_bytes=100_000_000)
    target = stage.folder / "big-signed.pdf"
    floor = _floor(source, stage.folder / "big-copy.pdf")
    context = multiprocessing.get_context("spawn")
    ours_end, theirs = context.Pipe()
    child = context.Process(
        target=_big_in_child,
        args=(theirs, str(source), str(target), str(stage.pki.module), str(stage.pki.trust_folder)),
    )
    child.start()
    theirs.close()
    seconds, grown = ours_end.recv()
    child.join()
    floor = statistics.mean([floor, _floor(source, stage.folder / "big-copy.pdf")])
    yield Figure(
        "100 MB scan, B-B, new file",
        seconds,
        "s",
        2,
        "sha256 + durable copy",
        floor,
        goal_is_ratio=True,
    )
    yield Figure("100 MB scan: memory above base", grown, "MB", 12)
    for path in (source, target, stage.folder / "big-copy.pdf"):
        path.unlink(missing_ok=True)


def size_figures(stage: Stage) -> Iterator[Figure]:
    image = MarkImage(png=papers.signature_png(), width_mm=50)
    file = papers.plain(stage.folder / "sizes.pdf")
    added = []
    with stage.key() as key:
        for at in range(4):
            place = Place(page_index=0, left_mm=20, top_mm=20 + 30 * at, width_mm=50, height_mm=20)
            signed = sign_file(
                SignRequest(
                    source=file,
                    target=file,
                    role=Role.APPROVER,
                    level=Level.B_B,
                    image=image,
                    place=place,
                ),
                key,
                trust=stage.trust,
            )
            added.append(signed.bytes_added)
    later = max(added[1:])
    yield Figure(
        "bytes added per signature with image, after the first",
        later,
        "bytes",
        10_000,
        "the first",
        added[0],
    )


def fault_figures(stage: Stage) -> Iterator[Figure]:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        return
    module = stage.folder / "mock.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", module, MOCK, "-ldl"], check=True)
    plan = stage.folder / "plan"
    os.environ["MOCK_PKCS11_REAL"], os.environ["MOCK_PKCS11_PLAN"] = (
        str(stage.pki.module),
        str(plan),
    )
    deadlines = Deadlines(sign_s=3)
    with TokenBroker([module], deadlines=deadlines) as broker:
        for number, (action, name) in enumerate([("crash", "crash"), ("hang-60", "hang")]):
            plan.write_text(f"clear{number} none 0 0x0\n")
            fact = find_certificate(broker.tokens(), token_label="CANBO-1", label="canbo1")
            with broker.login(fact, bytearray(USER_PIN.encode())) as key:
                plan.write_text(f"fault{number} C_Sign 1 {action}\n")
                started = time.perf_counter()
                with contextlib.suppress(SigningError):
                    key.sign(b"x")
                cut = time.perf_counter() - started
                plan.write_text(f"again{number} none 0 0x0\n")
                broker.tokens()
                usable = time.perf_counter() - started
            if name == "crash":
                yield Figure("driver crash: tokens listed again after", usable, "s", 1)
            else:
                late = cut - deadlines.sign_s
                yield Figure("driver hang: cut after the deadline by", late, "s", 0.5)


def _card_process(folder: str, ready: Any) -> None:
    card = card_from_pki(Path(folder), {0x9A: "canbo1"}, pin="246810", port=READER_PORT)
    card.insert()
    ready.set()
    time.sleep(3600)


def card_figures(stage: Stage) -> Iterator[Figure]:
    """A batch on the virtual card against the card's own rate before and after it."""
    module = next((path for path in OPENSC if path.exists()), None)
    if module is None:
        return
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    card = context.Process(target=_card_process, args=(str(stage.pki.folder), ready), daemon=True)
    with contextlib.suppress(NoCardServiceError), run_card_service():
        try:
            card.start()
            ready.wait(30)
            yield from _card_batch(stage, module)
        finally:
            card.kill()


def _card_batch(stage: Stage, module: Path) -> Iterator[Figure]:
    count = 20 if stage.quick else 100
    wanted = stage.pki.certificate("canbo1")
    with TokenBroker([module]) as broker:
        facts: list[Any] = []
        while not facts:
            facts = [
                fact for item in broker.tokens() for fact in item.certificates if fact.der == wanted
            ]
        with broker.login(facts[0], bytearray(b"246810")) as key:
            key.sign(b"warm")
            parts, raws = [], []
            for at in range(4):  # raw and batch in turns: the machine's mood is shared
                raws.append(_raw_rate(key, count // 4))
                requests = stage.requests(count // 4, Level.B_B, f"card{at}")
                started = time.perf_counter()
                results = sign_batch(requests, key, trust=stage.trust)
                parts.append(time.perf_counter() - started)
                assert all(result.state == "signed" for result in results)
            raws.append(_raw_rate(key, count // 4))
    rate, raw = count / sum(parts), statistics.mean(raws)
    yield Figure(
        f"batch of {count} on the virtual card",
        rate,
        "1/s",
        0.97,
        "raw C_Sign",
        raw,
        at_least=True,
        goal_is_ratio=True,
    )


def _raw_rate(key: SigningKey, count: int) -> float:
    started = time.perf_counter()
    for _ in range(count):
        key.sign(b"x" * 180)
    return count / (time.perf_counter() - started)


def say(text: str) -> None:
    """One line, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


PARTS = {
    "cpu": cpu_figures,
    "rate": rate_figures,
    "big": big_figures,
    "size": size_figures,
    "fault": fault_figures,
    "card": card_figures,
}


def main(argv: list[str]) -> int:
    """Measure, print, and say whether every goal was met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=sorted(PARTS))
    options = parser.parse_args(argv)
    lines = []
    with tempfile.TemporaryDirectory() as name:
        stage = Stage(Path(name), quick=options.quick)
        try:
            for part, measure in PARTS.items():
                if options.only in {None, part}:
                    for figure in measure(stage):
                        lines.append(figure.line())
                        say(json.dumps(lines[-1], ensure_ascii=False))
        finally:
            stage.close()
    say("")
    for line in lines:
        goal = "" if line["goal"] is None else f"goal {line['goal']}"
        ratio = "" if line["ratio"] is None else f"{line['ratio']:.3f} of"
        verdict = {True: "met", False: "MISSED", None: ""}[line["met"]]
        beside = "" if not line["peer"] else f"{line['peer']}: {line['peer_value']}"
        say(
            f"{line['figure']:<54} {line['value']:>10} {line['unit']:<6} {goal:<11} "
            f"{verdict:<7} {ratio} {beside}"
        )
    return 1 if any(line["met"] is False for line in lines) else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
