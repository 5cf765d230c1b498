"""Papers as pictures, and the real reader that is given them at a desk."""

import random
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw

from desk_app.adapters.recognition.desk_reader import DeskReader
from tests.kit.papers.canvas import font
from tests.kit.papers.damage import damage


def picture(text: str, file: Path, profile: str, seed: int, *, spacing: int = 78) -> Path:
    """A page with lines of text, worn as a profile says, as a JPEG of 200 dots an inch.

    Args:
        text: one line a line.
        file: where it goes.
        profile: clean, scan, photocopy or camera.
        seed: of the wear.
        spacing: pixels from line to line.
    """
    sheet = Image.new("RGB", (1654, 2339), "white")
    face = font("DejaVu Serif", 33)
    for number, line in enumerate(text.splitlines()):
        ImageDraw.Draw(sheet).text(
            (130, 150 + spacing * number), line, font=face, fill=(20, 20, 25)
        )
    worn, *_ = damage(
        cv2.cvtColor(np.asarray(sheet), cv2.COLOR_RGB2BGR), profile, random.Random(seed)
    )
    cv2.imwrite(str(file), worn, [cv2.IMWRITE_JPEG_QUALITY, 90])
    return file


class Pictures:
    """The real reader over the pictures of the papers, in the order in which they are read."""

    def __init__(self, files, **more):
        self.files = list(files)
        self.reader = DeskReader(**more)

    def read(self, path, *, document_type=None, cancelled=None):
        """Read the next picture, whatever was asked for."""
        return self.reader.read(self.files.pop(0), cancelled=cancelled)
