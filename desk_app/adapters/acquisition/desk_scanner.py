"""The scanner port over the acquisition library: every page goes through the tray."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desk_app.adapters.acquisition.pages import material_class, plain_facts, translated
from desk_app.adapters.acquisition.places import Places, label_of
from desk_app.adapters.acquisition.shared_tray import SharedTray
from desk_app.application.ports import Cancellation, NeverCancelled, ProgressCall, no_progress
from desk_app.application.scan_ports import CaptureOrder, FileFacts, MaterialClass, ScanEnd
from desk_app.domain.errors import RuleError
from scanner import (
    AcquireRequest,
    AcquireResult,
    Colour,
    DriverOptions,
    Ended,
    Importer,
    Inspector,
    ListRequest,
    PageStored,
    ScannerError,
    Source,
    StackRecord,
    acquire,
    list_devices,
)
from scanner.covers import Cover, CoverKind, cover_picture
from scanner.discovery import read_cache
from scanner.profiles import Profile, Profiles, material, materials


@dataclass(frozen=True, kw_only=True)
class ScanSettings:
    """What the administrator sets.

    Attributes:
        known: addresses typed by hand or remembered.
        cache: where the device list is kept between starts.
        cover_key: the office's own, with which its cover sheets are made.
    """

    known: tuple[str, ...] = ()
    cache: Path | None = None
    cover_key: bytes = b""
    profiles: Profiles = field(default_factory=lambda: Profiles(Profile(), {}))
    options: DriverOptions = field(default_factory=DriverOptions)


class DeskScanner(Places):
    """Scans into the tray of this desk; used from every lane.

    Args:
        tray: where pages become safe.
        settings: the administrator's.
        taken_over: gives the bytes of a capture that the tray no longer holds, by digest.
    """

    def __init__(
        self, tray: SharedTray, settings: ScanSettings, taken_over: Callable[[str], bytes]
    ) -> None:
        super().__init__(tray, settings.cover_key, taken_over)
        self._settings = settings
        self._inspector = Inspector()

    def close(self) -> None:
        """End the child processes."""
        self._inspector.close()
        super().close()

    # -- devices and data

    def devices(self, *, fresh: bool = False) -> Sequence[Mapping[str, object]]:
        """See `Scanner`."""
        cache = self._settings.cache
        found = [] if fresh or cache is None else read_cache(cache)
        if not found:
            found = list_devices(
                ListRequest(known=self._settings.known, cache=cache, options=self._settings.options)
            )
        return [device.as_json() for device in found]

    def materials(self) -> Sequence[MaterialClass]:
        """See `Scanner`."""
        return [material_class(each) for each in materials().values()]

    def material(self, name: str) -> MaterialClass:
        """See `Scanner`."""
        try:
            return material_class(material(name))
        except ScannerError as error:
            raise translated(error) from error

    def cover_text(self, dossier: str, component: str) -> str:
        """See `Scanner`."""
        kind = CoverKind.COMPONENT if component else CoverKind.DOSSIER
        return Cover(kind, dossier, component).text(self._cover_key)

    def cover_picture(self, dossier: str, component: str) -> str:
        """See `Scanner`."""
        return cover_picture(self.cover_text(dossier, component))

    # -- into the tray

    def capture(
        self, order: CaptureOrder, *, progress: ProgressCall, cancelled: Cancellation | None = None
    ) -> ScanEnd:
        """See `Scanner`."""
        label = label_of(order.scope, order.home, order.capture)
        try:
            profile = self._profile(order)
            stopped = self._stopped(label, order.device)
            request = AcquireRequest(
                device=order.device,
                source=profile.source,
                dpi=profile.dpi,
                colour=profile.colour,
                width_mm=profile.width_mm,
                height_mm=profile.height_mm,
                settles=order.dpi is None,
                expects_seal=profile.expects_seal,
                stack=stopped.id if stopped else None,
                label=label,
                options=self._settings.options,
            )
            result = self._acquire(request, progress, cancelled)
        except ScannerError as error:
            raise translated(error) from error
        problem = result.problem
        return ScanEnd(
            pages=len(result.pages),
            ended=result.ended.value,
            expected_next_sheet=result.expected_next_sheet,
            problem=problem.code if problem else "",
            facts=plain_facts(problem) if problem else {},
        )

    def _profile(self, order: CaptureOrder) -> Profile:
        """Component's profile, then the material's changes, then what was typed in."""
        profile = material(order.material).adapt(
            self._settings.profiles.for_component(order.document_type)
        )
        asked: dict[str, object] = {}
        try:
            if order.source is not None:
                asked["source"] = Source(order.source)
            if order.dpi is not None:
                asked["dpi"] = order.dpi
            if order.colour is not None:
                asked["colour"] = Colour(order.colour)
        except ValueError:
            raise RuleError(
                "usage.scan_option", {"source": order.source or "", "colour": order.colour or ""}
            ) from None
        return profile.with_changes(**asked)

    def _stopped(self, label: str, device: str) -> StackRecord | None:
        """The last stack of this place, when it must be gone on with."""
        last = [s for s in self._tray.ledger.stacks(under=label) if s.label == label][-1:]
        if not last or last[0].ended is Ended.DONE or last[0].device != device:
            return None
        return last[0] if last[0].source.is_feeder and label not in self._running else None

    def _acquire(
        self,
        request: AcquireRequest,
        progress: ProgressCall,
        cancelled: Cancellation | None,
    ) -> AcquireResult:
        def tell(event: object) -> None:
            if isinstance(event, PageStored):
                progress(event.page.number, 0, event.page.id)

        self._running.add(request.label)
        try:
            with self._tray.opened() as tray:
                return acquire(
                    request,
                    progress=tell,
                    cancel=cancelled or NeverCancelled(),
                    tray=tray,
                    inspector=self._inspector,
                )
        finally:
            self._running.discard(request.label)

    def examine(self, path: Path) -> FileFacts:
        """See `Scanner`."""
        if not path.is_file():
            raise RuleError("scanner.file_missing", {"file": path.name})
        with Importer() as importer:
            try:
                found = importer.examine(path)
            except ScannerError as error:
                raise translated(error, file=path.name) from error
        return FileFacts(media_type=found.mime, pages=found.pages, is_signed=found.is_signed)

    def import_file(self, path: Path, scope: str, home: str, capture: str = "") -> int:
        """See `Scanner`."""
        if not path.is_file():
            raise RuleError("scanner.file_missing", {"file": path.name})
        request = AcquireRequest(device=f"file:{path}", label=label_of(scope, home, capture))
        try:
            result = self._acquire(request, no_progress, None)
            if result.problem is not None:
                self._tray.ledger.supersede([page.id for page in result.pages])
                raise result.problem
        except ScannerError as error:
            raise translated(error, file=path.name) from error
        return len(result.pages)
