"""A reader of single lines that sees one text in every line, and counts."""


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
