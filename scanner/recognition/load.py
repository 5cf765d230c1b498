"""Files to pages: pictures by OpenCV or Pillow, PDF by pypdfium2. Runs in the worker."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from scanner.recognition.errors import RecognitionError
from scanner.recognition.sheet import Pixels, Sheet

_PDF_DPI = 200
_MOST_PIXELS = 120_000_000  # a 600-dpi A3 page has 70 million


def page_count(path: Path) -> int:
    """How many pages a file holds.

    Raises:
        RecognitionError: recognition.file_missing, recognition.unreadable.
    """
    if not path.is_file():
        raise RecognitionError("recognition.file_missing", file=path.name)
    if _is_pdf(path):
        import pypdfium2

        try:
            with pypdfium2.PdfDocument(path.read_bytes()) as document:
                return len(document)
        except pypdfium2.PdfiumError as error:
            raise RecognitionError("recognition.unreadable", file=path.name) from error
    if path.suffix.lower() in {".tif", ".tiff"}:
        from PIL import Image, UnidentifiedImageError

        try:
            with Image.open(path) as image:
                return int(getattr(image, "n_frames", 1))
        except (UnidentifiedImageError, OSError, SyntaxError) as error:
            raise RecognitionError("recognition.unreadable", file=path.name) from error
    return 1


def load_page(path: Path, index: int) -> Sheet:
    """One page of a file.

    Args:
        path: JPEG, PNG, TIFF, BMP, WebP, HEIC or PDF.
        index: page, from 0.

    Raises:
        RecognitionError: recognition.unreadable: damaged, locked, too large or no picture.
    """
    try:
        if _is_pdf(path):
            return _pdf_page(path, index)
        return _picture(path, index)
    except RecognitionError:
        raise
    except (OSError, ValueError, SyntaxError, cv2.error) as error:
        raise RecognitionError("recognition.unreadable", file=path.name) from error


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        return b"%PDF-" in file.read(1024)


def _pdf_page(path: Path, index: int) -> Sheet:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path.read_bytes()) as document:
            page = document[index]
            width_pt, height_pt = page.get_size()
            dpi = _dpi_of_scan(page)
            if width_pt * height_pt * (dpi / 72) ** 2 > _MOST_PIXELS:
                raise RecognitionError("recognition.unreadable", file=path.name)
            bitmap = page.render(scale=dpi / 72, rev_byteorder=False)
            pixels = bitmap.to_numpy()[:, :, :3].copy()
    except pypdfium2.PdfiumError as error:
        raise RecognitionError("recognition.unreadable", file=path.name) from error
    return Sheet(pixels, float(dpi))


def _dpi_of_scan(page: object) -> int:
    """Resolution of the largest picture on a PDF page, so that a scan is not sampled twice."""
    import pypdfium2.raw as pdfium

    best = 0.0
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):  # type: ignore[attr-defined]  # pypdfium2 has no stubs
        left, bottom, right, top = item.get_bounds()
        columns, _rows = item.get_px_size()
        if right - left > 100:
            best = max(best, columns / (right - left) * 72)
        del bottom, top
    return int(min(max(best, 100), 400)) if best else _PDF_DPI


def _picture(path: Path, index: int) -> Sheet:
    data = path.read_bytes()
    dpi = 0.0
    pixels: Pixels | None = None
    if index == 0 and path.suffix.lower() not in {".tif", ".tiff", ".heic", ".heif"}:
        coded = np.frombuffer(data, np.uint8)
        decoded = cv2.imdecode(coded, cv2.IMREAD_COLOR)  # obeys EXIF turns, drops what is clear
        pixels = None if decoded is None else np.asarray(decoded, np.uint8)
        if pixels is not None and path.suffix.lower() in {".png", ".webp"}:
            pixels = _on_paper(pixels, cv2.imdecode(coded, cv2.IMREAD_UNCHANGED))
        dpi = next(_declared_dpi(path), 0.0)
    if pixels is None:
        pixels, dpi = _by_pillow(path, index)
    if pixels.size // 3 > _MOST_PIXELS or min(pixels.shape[:2]) < 32:
        raise RecognitionError("recognition.unreadable", file=path.name)
    return Sheet(pixels, dpi)


def _on_paper(pixels: Pixels, whole: Pixels | None) -> Pixels:
    """A picture with clear parts laid on white: the colour behind them is often black.

    Args:
        pixels: BGR, clear parts in whatever colour the file has there.
        whole: the same picture with all its channels.
    """
    if (
        whole is None
        or whole.ndim != 3
        or whole.shape[2] != 4
        or whole.shape[:2] != pixels.shape[:2]
    ):
        return pixels
    most = np.iinfo(whole.dtype).max
    cover = whole[:, :, 3:].astype(np.float32) / most
    if float(cover.min()) == 1.0:
        return pixels
    return np.asarray(pixels * cover + 255.0 * (1.0 - cover), np.uint8)


def _by_pillow(path: Path, index: int) -> tuple[Pixels, float]:
    from PIL import Image, ImageOps, UnidentifiedImageError

    if path.suffix.lower() in {".heic", ".heif"}:
        import pi_heif

        pi_heif.register_heif_opener()
    try:
        with Image.open(path) as image:
            image.seek(index)
            dpi = float(image.info.get("dpi", (0, 0))[0])
            turned = ImageOps.exif_transpose(image)
            if turned.has_transparency_data:
                clear = turned.convert("RGBA")
                turned = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
            upright = turned.convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, EOFError) as error:
        raise RecognitionError("recognition.unreadable", file=path.name) from error
    return np.ascontiguousarray(np.asarray(upright)[:, :, ::-1]), dpi


def _declared_dpi(path: Path) -> Iterator[float]:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as image:  # header only
            yield float(image.info.get("dpi", (0, 0))[0])
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return
