"""PDF pages as pictures, made in another process.

A hostile file can neither hang nor end the window.
"""

import io
import multiprocessing
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk_app.domain.errors import IntegrityError, UnavailableError

if TYPE_CHECKING:
    from pebble import ProcessPool

DEADLINE_S = 10.0
JPEG_QUALITY = 90
WIDEST_PX = 4000
TALLEST_PX = 16000
MEMORY_MB = 2048


@dataclass(frozen=True, slots=True)
class RasterPage:
    """A page as JPEG bytes, with its size in points."""

    data: bytes
    width_pt: float
    height_pt: float


def rasterise(data: bytes, page: int, width_px: int) -> RasterPage:
    """Draw one page (from 0) ``width_px`` wide, or less where it is very tall; runs in the worker.

    Raises:
        ValueError: the bytes are no PDF, or there is no such page.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        document.init_forms()  # signature marks and stamps are form widgets; unseen without this
        sheet = document[page]
        width, height = sheet.get_size()
        scale = min(min(max(width_px, 64), WIDEST_PX) / width, TALLEST_PX / height)
        picture = sheet.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
        document.close()
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=JPEG_QUALITY)
    except Exception as error:
        # Sizes of no page and pictures of no paper end in errors of any kind, of memory too.
        raise ValueError(f"{type(error).__name__}: {error}") from error
    return RasterPage(out.getvalue(), width, height)


def confine() -> None:
    """The worker may hold so much and no more: a page that unfolds ends it, not the machine."""
    from scanner.memory import limit_own_memory

    limit_own_memory(MEMORY_MB)


class PdfRasteriser:
    """One worker, started at the first page; a page that takes too long ends it, not the window."""

    def __init__(self) -> None:
        self._pool: ProcessPool | None = None
        self._lock = threading.Lock()

    def page(self, data: bytes, page: int, width_px: int) -> RasterPage:
        """A page as a picture.

        Raises:
            IntegrityError: ``papers.not_a_pdf``.
            UnavailableError: ``papers.page_too_slow``, ``papers.worker_lost``.
        """
        from pebble import ProcessExpired

        try:
            answer = self._workers().schedule(
                rasterise, args=(data, page, width_px), timeout=DEADLINE_S
            )
            result: RasterPage = answer.result()
        except TimeoutError as error:
            raise UnavailableError("papers.page_too_slow", {"page": page + 1}) from error
        except ProcessExpired as error:
            raise UnavailableError("papers.worker_lost", {"page": page + 1}) from error
        except ValueError as error:
            raise IntegrityError("papers.not_a_pdf", {"page": page + 1}) from error
        return result

    def _workers(self) -> "ProcessPool":
        from pebble import ProcessPool

        with self._lock:
            if self._pool is None:
                spawn: Any = multiprocessing.get_context("spawn")  # pebble asks for less than this
                self._pool = ProcessPool(
                    max_workers=1,
                    context=spawn,
                    initializer=confine,
                )
            return self._pool

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            if self._pool is not None:
                self._pool.stop()  # type: ignore[no-untyped-call]  # pebble has no types here
                self._pool.join()
                self._pool = None
