"""What a reader of letters gives: words with their boxes and how sure the engine is."""

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from scanner.recognition.sheet import Pixels


@dataclass(frozen=True, slots=True)
class Word:
    """One printed word.

    Attributes:
        text: NFC, no spaces, never empty.
        left: pixels of the picture that was read; likewise top, right, bottom.
        confidence: the engine's own, 0 to 1.
        line: number of the engine's text line, unique on the page.
        again: the own reader read it, in the place of what the engine doubted.
    """

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float
    line: int = 0
    again: bool = False

    @property
    def height(self) -> int:
        """Of the box."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Vertical middle of the box."""
        return (self.top + self.bottom) / 2

    def moved(self, right: int, down: int) -> "Word":
        """The same word in the picture its part was cut from, so far off its corner."""
        return replace(
            self,
            left=self.left + right,
            right=self.right + right,
            top=self.top + down,
            bottom=self.bottom + down,
        )


class Recogniser(Protocol):
    """An engine with its model loaded. Not safe to share between threads."""

    @property
    def name(self) -> str:
        """Engine, version and model, for records."""
        ...

    def words(self, pixels: "Pixels", dpi: int, *, single: bool = False) -> list[Word]:
        """Words of a whole grey page in the engine's reading order.

        Args:
            pixels: uint8 grey, dark on light.
            dpi: of the picture.
            single: the picture is one line of writing.
        """
        ...

    def line(self, pixels: "Pixels", dpi: int, *, letters: str = "") -> tuple[str, float]:
        """What the engine's second model makes of one line: text and mean word confidence, 0 to 1.

        Args:
            pixels: uint8 grey.
            dpi: of the picture.
            letters: the only characters wanted; empty: all.
        """
        ...

    def close(self) -> None:
        """Free the engine."""
        ...


class LineReader(Protocol):
    """A reader of single lines that is no relation of the page's engine. Not safe to share."""

    def line(self, pixels: "Pixels", *, letters: str = "") -> tuple[str, float]:
        """What stands on one line, and how sure the reader is of it, 0 to 1.

        Args:
            pixels: uint8 grey, dark on light, a little paper around.
            letters: the only characters wanted; empty: all.
        """
        ...

    def words(self, pixels: "Pixels") -> list[Word]:
        """The words of one line where they stand, each as sure as the reader is of its letters.

        Args:
            pixels: uint8 grey, dark on light, a little paper around.
        """
        ...


# the Icelandic letter looks the same and is not; daggers are crossed `t`s
_ETH = str.maketrans("Ðð†‡", "Đđtt")


def clean_text(text: str) -> str:
    """One form for every character the engine may give: NFC, no control or broken characters."""
    composed = unicodedata.normalize("NFC", text).translate(_ETH).replace("ĐĐ", "Đ")
    return "".join(c for c in composed if c.isprintable() and c != "\ufffd").strip()


def said(words: list[Word]) -> list[Word]:
    """Words without the dashes an engine sees on white paper."""
    return [w for w in words if w.confidence >= 0.5 or any(c.isalnum() for c in w.text)]
