"""PDFium in a process of its own: a hostile page may crash or hang it, not the desk."""

import atexit
import contextlib
import multiprocessing
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import TimeoutError as DeadlineError
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from pebble import ProcessExpired, ProcessPool

from signing.errors import SigningError

Box = tuple[float, float, float, float]
Grey = np.ndarray[Any, np.dtype[np.uint8]]
Result = TypeVar("Result")

_DEADLINE_S = 20.0


def draw_grey(path: Path, index: int, dpi: float) -> Grey:
    """A page as seen, rows of grey values from the top.

    Raises:
        SigningError: ``signing.file_does_not_render``.
    """
    return _isolated(_draw_grey, path, index, dpi)


def find_text(path: Path, index: int, text: str) -> tuple[Box, Box | None] | None:
    """Box of the lowest place on a page that reads ``text``, and of the nearest text above it.

    Raises:
        SigningError: ``signing.file_does_not_render``.
    """
    return _isolated(_find_text, path, index, text)


def _isolated(work: Callable[..., Result], path: Path, index: int, *arguments: object) -> Result:
    try:
        return _asked(work, path, index, *arguments)
    except RuntimeError:  # the pool itself broke, which no page can do: a fresh one is asked
        _pool.cache_clear()
    try:
        return _asked(work, path, index, *arguments)
    except RuntimeError as error:
        _pool.cache_clear()
        raise _undrawable(path, index) from error


def _asked(work: Callable[..., Result], path: Path, index: int, *arguments: object) -> Result:
    try:
        future = _pool().schedule(work, args=(path, index, *arguments), timeout=_DEADLINE_S)
        result: Result = future.result()
    except (ProcessExpired, DeadlineError) as error:
        raise _undrawable(path, index) from error
    return result


@lru_cache(maxsize=1)
def _pool() -> ProcessPool:
    """One worker, started when first needed, ended with the program."""
    spawn: Any = multiprocessing.get_context("spawn")  # pebble's own type differs by platform
    pool = ProcessPool(max_workers=1, context=spawn)

    def end() -> None:
        pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it without types
        pool.join()

    atexit.register(end)
    return pool


def _undrawable(path: Path, index: int) -> SigningError:
    return SigningError("signing.file_does_not_render", file=path.name, page=index + 1)


@contextlib.contextmanager
def _page(path: Path, index: int) -> Iterator[Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError) as error:
        raise _undrawable(path, index) from error
    try:
        yield document[index]
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise _undrawable(path, index) from error
    finally:
        document.close()


@lru_cache(maxsize=4)
def _draw_grey(path: Path, index: int, dpi: float) -> Grey:
    with _page(path, index) as page:
        bitmap = page.render(scale=dpi / 72, grayscale=True, may_draw_forms=False)
        pixels: Grey = bitmap.to_numpy().copy()
    return pixels.reshape(pixels.shape[0], -1)


def _find_text(path: Path, index: int, wanted: str) -> tuple[Box, Box | None] | None:
    with _page(path, index) as page:
        text = page.get_textpage()
        found = [
            _around([text.get_rect(at) for at in range(text.count_rects(start, count))])
            for start, count in _occurrences(text, wanted)
        ]
        boxes = [text.get_rect(at) for at in range(text.count_rects())]
    if not found:
        return None
    line = min(found, key=lambda box: box[1])
    over = [box for box in boxes if box[1] > line[3] - 1 and box[0] < line[2] and line[0] < box[2]]
    return line, min(over, key=lambda box: box[1], default=None)


def _occurrences(text: Any, wanted: str) -> Iterator[tuple[int, int]]:
    """Where words stand, composed or decomposed, without regard to case."""
    for form in ("NFC", "NFD"):
        search = text.search(unicodedata.normalize(form, " ".join(wanted.split())))
        while (found := search.get_next()) is not None:
            yield found


def _around(boxes: list[Box]) -> Box:
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left), min(bottom), max(right), max(top)
