"""The scanner port over the acquisition library."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from desk_app.application.ports import (
    Cancellation,
    NeverCancelled,
    ProgressCall,
    ScanEnd,
    ScannedPage,
    no_progress,
)
from desk_app.domain.errors import Fact, RuleError, UnavailableError
from scanner import (
    AcquireRequest,
    AcquireResult,
    Colour,
    ListRequest,
    PageRecord,
    PageStored,
    ScannerError,
    Source,
    acquire,
    list_devices,
)


class DeskScanner:
    """Scans into a folder; pages are whole and on disk before they are told.

    Args:
        known: addresses typed by hand or remembered.
        cache: where the device list is kept between starts.
    """

    def __init__(self, *, known: tuple[str, ...] = (), cache: Path | None = None) -> None:
        self._known = known
        self._cache = cache

    def devices(self) -> Sequence[Mapping[str, object]]:
        """Devices as the command line lists them."""
        request = ListRequest(known=self._known, cache=self._cache)
        return [device.as_json() for device in list_devices(request)]

    def acquire(
        self,
        device: str,
        out: Path,
        *,
        source: str = "adf",
        dpi: int = 300,
        colour: str = "colour",
        progress: ProgressCall = no_progress,
        cancelled: Cancellation | None = None,
    ) -> ScanEnd:
        """Scan a stack."""
        try:
            request = AcquireRequest(
                device=device,
                out=out,
                source=Source(source) if source else None,
                dpi=dpi,
                colour=Colour(colour),
            )
        except ValueError:
            raise RuleError("usage.scan_option", {"source": source, "colour": colour}) from None
        result = _run(request, progress, cancelled)
        return ScanEnd(
            pages=tuple(_page(p) for p in result.pages),
            ended=str(result.ended),
            expected_next_sheet=result.expected_next_sheet or len(result.pages) + 1,
        )

    def import_file(self, path: Path, out: Path) -> tuple[ScannedPage, ...]:
        """Pages of a file as captured pages."""
        if not path.is_file():
            raise RuleError("scanner.file_missing", {"file": path.name})
        result = _run(AcquireRequest(device=f"file:{path}", out=out), no_progress, None)
        if result.problem is not None and not result.pages:
            raise _translated(result.problem, file=path.name)
        return tuple(_page(p) for p in result.pages)


def _run(
    request: AcquireRequest, progress: ProgressCall, cancelled: Cancellation | None
) -> AcquireResult:
    def tell(event: object) -> None:
        if isinstance(event, PageStored):
            progress(event.page.number, 0, event.page.file.name)

    try:
        return acquire(request, progress=tell, cancel=cancelled or NeverCancelled())
    except ScannerError as error:
        raise _translated(error) from error


def _page(record: PageRecord) -> ScannedPage:
    findings = record.findings
    return ScannedPage(
        path=record.file,
        sha256=record.sha256,
        width=record.width,
        height=record.height,
        dpi=record.dpi or 0,
        blank=bool(findings and findings.blank),
        codes=tuple(code.text for code in findings.codes) if findings else (),
        media_type=record.mime,
    )


def _translated(error: ScannerError, **known: Fact) -> UnavailableError | RuleError:
    facts: dict[str, Fact] = {
        k: v for k, v in error.facts.items() if isinstance(v, (str, int, float, bool))
    }
    rules = ("scanner.file_", "scanner.not_a_page", "scanner.uri_invalid")
    kind = RuleError if error.code.startswith(rules) else UnavailableError
    return kind(error.code, facts | known)
