"""Frames of a document camera, and when one of them is worth keeping."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from scanner.inspection.decode import Pixels
from scanner.inspection.marks import grey_of, shrunk

#: Mean change between two frames, in grey levels, below which nothing moves.
_STILL = 1.5
#: Variance of the Laplacian at 640 pixels' width; text in focus has some hundreds.
_SHARP = 60.0
_LOOKS = 6
_QUALITY = 95


class Frames(Protocol):
    """A source of pictures."""

    def read(self) -> Pixels | None:
        """The next picture; None when the source is gone."""


class FolderFrames:
    """The pictures of a folder, in order of their names, the last one for ever; or one picture."""

    def __init__(self, path: Path) -> None:
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        self._files: Iterator[Path] = iter(itertools.chain(files, itertools.repeat(files[-1])))

    def read(self) -> Pixels | None:
        """See `Frames`."""
        data = np.frombuffer(next(self._files).read_bytes(), np.uint8)
        picture = cv2.imdecode(data, cv2.IMREAD_COLOR)
        return None if picture is None else np.asarray(picture, np.uint8)


class VideoFrames:
    """A video device at its largest size."""

    def __init__(self, number: int) -> None:
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
        self._video = cv2.VideoCapture(number)
        self._video.set(cv2.CAP_PROP_FRAME_WIDTH, 10_000)
        self._video.set(cv2.CAP_PROP_FRAME_HEIGHT, 10_000)

    @property
    def is_open(self) -> bool:
        """Whether the device answers."""
        return bool(self._video.isOpened())

    def read(self) -> Pixels | None:
        """See `Frames`."""
        done, picture = self._video.read()
        return np.asarray(picture, np.uint8) if done else None


class Camera:
    """Waits for a still and sharp picture."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames
        self._before: Pixels | None = None

    def still(self) -> bytes | bool | None:
        """A JPEG of a still, sharp picture; None while there is none; False when it is gone."""
        for _look in range(_LOOKS):
            picture = self._frames.read()
            if picture is None:
                return False
            small = shrunk(grey_of(picture), 640 / max(640, picture.shape[1]))
            before, self._before = self._before, small
            if before is None or before.shape != small.shape:
                continue
            moved = float(np.mean(cv2.absdiff(before, small)))
            if moved < _STILL and sharpness(small) > _SHARP:
                done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
                return bytes(data) if done else False
        return None


def sharpness(grey: Pixels) -> float:
    """Variance of the Laplacian: high where edges are crisp."""
    return float(cv2.Laplacian(grey, cv2.CV_32F).var())


def open_camera(name: str) -> Camera | None:
    """A camera by number, or a stand-in by the path of a folder or a picture."""
    if name.isdigit():
        video = VideoFrames(int(name))
        return Camera(video) if video.is_open else None
    path = Path(name)
    if not path.exists() or (path.is_dir() and not any(path.iterdir())):
        return None
    return Camera(FolderFrames(path))
