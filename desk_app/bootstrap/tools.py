"""The libraries on plain files, for the command line: read, scan, sign, verify."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.bootstrap.data import load_settings
from desk_app.config.front import default_folder
from desk_app.domain.errors import DeskError, RuleError, UnavailableError

if TYPE_CHECKING:
    from scanner import AcquireResult
    from scanner.recognition import PageReading, Reader
    from signing.verify import Verifier


@dataclass(frozen=True, slots=True, kw_only=True)
class SignFiles:
    """What ``desk-app sign`` is asked; one file with ``out``, several with ``out_dir``."""

    files: tuple[Path, ...]
    out: Path | None
    out_dir: Path | None
    module: Path
    token: str
    certificate: str
    role: str
    level: str | None
    tsa: str | None
    trust: Path | None
    pin: bytearray | None = field(repr=False)


@contextmanager
def open_reader(profile: Path | None) -> "Iterator[Reader]":
    """A reader with its worker; ended at the end of the block."""
    from scanner.recognition import Reader, ReaderOptions

    tessdata, communes = _reading_files(profile)
    with Reader(ReaderOptions(tessdata=tessdata, communes=communes)) as reader:
        yield reader


def paper_types() -> tuple[str, ...]:
    """Names of the kinds of paper that can be told apart, in order."""
    from scanner.recognition import document_types

    return tuple(sorted(document_types()))


class ReadingError(UnavailableError):
    """A file that cannot be read, with the recogniser's own code."""


def read_pages(
    reader: "Reader", file: Path, doc_type: str | None, steps: Path | None
) -> "Iterator[PageReading]":
    """Pages of one file; ReadingError when the file itself cannot be read."""
    from scanner.recognition import RecognitionError

    try:
        yield from reader.read(file, doc_type=doc_type, steps=steps)
    except RecognitionError as error:
        plain = {k: v for k, v in error.facts.items() if isinstance(v, (str, int, float))}
        raise ReadingError(error.code, {"file": file.name, **plain}) from error


def _reading_files(profile: Path | None) -> tuple[Path | None, Path | None]:
    """Folder of the reader's models and table of communes, where the settings name them."""
    try:
        settings = load_settings(profile)
    except DeskError:
        return None, None
    tessdata = Path(settings.tessdata) if settings.tessdata else None
    return tessdata, settings.within(settings.communes) if settings.communes else None


@contextmanager
def open_verifier(trust: Path) -> "Iterator[Verifier]":
    """A verifier with its worker; ended at the end of the block."""
    from signing.verify import Verifier

    with Verifier(trust) as verifier:
        yield verifier


def scan_devices(profile: Path | None, known: tuple[str, ...]) -> list[dict[str, object]]:
    """Scanners found and those known by address.

    Raises:
        RuleError: ``scanner.uri_invalid``.
    """
    from desk_app.adapters.acquisition.pages import translated
    from scanner import DeviceUri, ListRequest, ScannerError, list_devices

    try:
        for uri in known:
            DeviceUri.parse(uri)
    except ScannerError as error:
        raise translated(error) from error
    cache = (profile or default_folder()) / "scanners.json"
    request = ListRequest(known=known, cache=cache if cache.parent.is_dir() else None)
    return [device.as_json() for device in list_devices(request)]


def scan_acquire(
    profile: Path | None,
    device: str,
    out: Path,
    *,
    source: str | None,
    dpi: int,
    colour: str,
    progress: Callable[[str], None],
) -> "AcquireResult":
    """Scan a stack into a folder.

    Raises:
        RuleError: the address, the settings or the device's own offer do not fit; nothing was fed.
        UnavailableError: no driver, or no place for the pages.
    """
    from desk_app.adapters.acquisition.pages import translated
    from scanner import AcquireRequest, Colour, PageStored, ScannerError, Source, acquire

    if dpi < 1:
        raise RuleError("usage.scan_dpi", {"dpi": dpi})
    try:
        request = AcquireRequest(
            device=device,
            out=out,
            source=Source(source) if source else None,
            dpi=dpi,
            colour=Colour(colour),
        )
    except ValueError:
        raise RuleError("usage.scan_option", {"source": source or "", "colour": colour}) from None

    def tell(event: object) -> None:
        if isinstance(event, PageStored):
            progress(f"{event.page.number}: {event.page.file.name}")

    try:
        return acquire(request, progress=tell)
    except ScannerError as error:
        raise translated(error) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedLine:
    """One file of ``desk-app sign``: the line of the contract, or the refusal."""

    file: str
    answer: dict[str, object] = field(default_factory=dict)
    error: DeskError | None = None


_WRONG_USAGE = {
    "signing.tsa_missing": "usage.sign_needs_tsa",
    "signing.revocation_missing": "usage.sign_needs_trust",
    "signing.same_name_twice": "usage.sign_same_name",
}


def sign_files(order: SignFiles) -> Iterator[SignedLine]:
    """Sign files under one login; a line a file.

    Raises:
        DeskError: ``usage.*`` for a wrong command; ``signing.*`` when no file can be signed.
    """
    from desk_app.adapters.signatures.errors import plain_facts, translated
    from desk_app.adapters.signatures.sign import SignCommand, run_sign_command
    from signing.errors import SigningError
    from signing.request import Level, Role

    try:
        role, level = Role(order.role), Level(order.level) if order.level else None
    except ValueError:
        raise RuleError(
            "usage.sign_option", {"role": order.role, "level": order.level or ""}
        ) from None
    command = SignCommand(
        files=order.files,
        out=order.out,
        out_dir=order.out_dir,
        module=order.module,
        token=order.token,
        certificate=order.certificate,
        role=role,
        level=level,
        tsa=order.tsa,
        trust=order.trust,
        pin=order.pin,
    )
    try:
        for result in run_sign_command(command):
            yield SignedLine(
                file=str(result.request.source),
                answer=result.signed.as_json() if result.signed else {"state": result.state},
                error=translated(result.error) if result.error else None,
            )
    except SigningError as error:
        if error.code in _WRONG_USAGE:
            raise RuleError(_WRONG_USAGE[error.code], plain_facts(error)) from error
        raise translated(error) from error
