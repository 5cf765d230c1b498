"""A reader of single lines that sees one text in every line, and counts."""

from scanner.recognition.ocr.recogniser import Word


class Says:
    """In the place of the own reader.

    Attributes:
        text: what it sees.
        asked: how often it was asked.
    """

    def __init__(self, text, clear=0.97):
        self.text, self.clear, self.asked = text, clear, 0

    def line(self, pixels, *, letters=""):
        """The text and how sure it is."""
        self.asked += 1
        return self.text, self.clear

    def words(self, pixels):
        """The words of the text, side by side over the whole picture."""
        self.asked += 1
        height, width = pixels.shape
        texts = self.text.split()
        step = width // max(1, len(texts))
        return [
            Word(text, place * step, 0, (place + 1) * step, height, self.clear)
            for place, text in enumerate(texts)
        ]
