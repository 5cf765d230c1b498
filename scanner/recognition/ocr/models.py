"""Where language models are found on this computer."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from scanner.recognition.errors import RecognitionError

LANGUAGE = "vie"


def find_tessdata(folder: Path | None = None) -> Path:
    """Folder holding `vie.traineddata`.

    Args:
        folder: asked for by settings; looked at alone when given.

    Raises:
        RecognitionError: recognition.model_missing with the places looked at.
    """
    looked = [folder] if folder is not None else list(_usual_places())
    for place in looked:
        if (place / f"{LANGUAGE}.traineddata").is_file():
            return place
    raise RecognitionError(
        "recognition.model_missing",
        language=LANGUAGE,
        looked="; ".join(str(place) for place in looked),
    )


def second_model() -> Path:
    """The second reader's model, shipped with the reader; `vie_best` of a folder of its own."""
    return Path(__file__).parents[1] / "data" / "models" / "vie_best.traineddata"


def _usual_places() -> Iterator[Path]:
    declared = os.environ.get("TESSDATA_PREFIX")
    if declared:
        yield Path(declared)
        yield Path(declared) / "tessdata"
    yield Path(sys.prefix) / "share" / "tessdata"
    yield Path(sys.executable).parent / "tessdata"
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        root = os.environ.get(variable)
        if root:
            yield Path(root) / "Tesseract-OCR" / "tessdata"
            yield Path(root) / "Programs" / "Tesseract-OCR" / "tessdata"
    if sys.platform != "win32":
        for version in ("5", "4.00"):
            yield Path("/usr/share/tesseract-ocr") / version / "tessdata"
        for place in (
            "/usr/share/tessdata",
            "/usr/local/share/tessdata",
            "/opt/homebrew/share/tessdata",
        ):
            yield Path(place)
