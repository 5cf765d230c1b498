"""Document cameras: ``camera:N`` for a video device, ``camera:PATH`` for frames from a folder.

The camera's own library may hang, so frames are grabbed in a child process. A page is taken when
the picture is still and sharp.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from scanner.devices import (
    Cancel,
    Capabilities,
    Colour,
    Device,
    DeviceUri,
    DriverEvent,
    Ended,
    PageBytes,
    Source,
    SourceCapabilities,
    StackEnded,
    Ticket,
    Waiting,
)
from scanner.errors import DeviceError
from scanner.options import DriverOptions
from scanner.worker import Pipe, Worker, WorkerDied, WorkerHung

_FRAME_S = 10.0


@dataclass(frozen=True, slots=True)
class OpenCamera:
    """Asks the child to open a camera; answered by True or False."""

    name: str


@dataclass(frozen=True, slots=True)
class Still:
    """Asks for one sharp, still frame; answered by JPEG bytes, or None while it moves."""


class CameraDriver:
    """One camera. Each scan gives one page: the paper that lies under it."""

    def __init__(self, uri: DeviceUri, options: DriverOptions) -> None:
        self._name = uri.rest
        self._options = options
        self._worker = Worker(_serve, "scanner-camera")

    def capabilities(self) -> Capabilities:
        """See `scanner.devices.Driver`."""
        offered = SourceCapabilities(
            source=Source.CAMERA, dpi=(), colours=(Colour.COLOUR,), formats=("image/jpeg",)
        )
        return Capabilities(model=f"camera {self._name}", sources={Source.CAMERA: offered})

    def scan(self, ticket: Ticket, cancel: Cancel) -> Generator[DriverEvent, None, None]:
        """See `scanner.devices.Driver`."""
        del ticket
        offline = DeviceError("scanner.offline", device=f"camera:{self._name}", sheet=1)
        try:
            if not self._ask(OpenCamera(self._name)):
                yield StackEnded(Ended.OFFLINE, offline)
                return
            end = time.monotonic() + self._options.warm_up_s
            while time.monotonic() < end:
                if cancel.is_cancelled():
                    yield StackEnded(Ended.CANCELLED)
                    return
                frame = self._ask(Still())
                if isinstance(frame, bytes):
                    yield PageBytes(frame, "image/jpeg")
                    yield StackEnded(Ended.DONE)
                    return
                if frame is False:
                    yield StackEnded(Ended.OFFLINE, offline)
                    return
                yield Waiting("still")
        except (WorkerDied, WorkerHung):
            yield StackEnded(Ended.OFFLINE, offline)
            return
        seconds = round(self._options.warm_up_s)
        yield StackEnded(Ended.TIMEOUT, DeviceError("scanner.timeout", sheet=1, seconds=seconds))

    def close(self) -> None:
        """See `scanner.devices.Driver`."""
        self._worker.stop()

    def _ask(self, question: OpenCamera | Still) -> object:
        self._worker.send(question, deadline_s=_FRAME_S)
        answer: object = self._worker.receive(deadline_s=_FRAME_S)
        return answer


def cameras() -> list[Device]:
    """Video devices of this system; only Linux tells without opening each of them.

    Elsewhere the list is empty and the camera is named by its number.
    """
    found = []
    for node in sorted(Path("/sys/class/video4linux").glob("video*")):
        number = node.name.removeprefix("video")
        try:
            name = (node / "name").read_text("utf-8").strip()
            is_capture = (node / "index").read_text("utf-8").strip() == "0"
        except OSError:
            continue
        if is_capture and number.isdigit():
            found.append(
                Device(
                    uri=f"camera:{number}",
                    name=name,
                    driver="camera",
                    sources=(Source.CAMERA,),
                    colours=(Colour.COLOUR,),
                )
            )
    return found


def _serve(pipe: Pipe) -> None:
    """The child: open, then look until the picture is still."""
    from scanner.inspection import frames

    camera: frames.Camera | None = None
    while True:
        question = pipe.recv()
        if isinstance(question, OpenCamera):
            camera = frames.open_camera(question.name)
            pipe.send(camera is not None)
        else:
            pipe.send(camera.still() if camera is not None else False)
