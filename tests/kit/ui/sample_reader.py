"""The reader of codes of the sample desk: two ports, and whatever a test lets it say."""

from desk_app.ui import contract as c


class SampleReader:
    """Fills the window's port ``CodeReader``; says ``news`` and ends, where a real one would listen on."""

    def __init__(self):
        self.known = (
            c.SerialPort(name="COM3", description="USB Serial Device"),
            c.SerialPort(name="COM5"),
        )
        self.news = (c.ReaderNews(kind="listening"),)
        self.asked = []

    def ports(self):
        return self.known

    def listen(self, port, speed, tell, cancelled):
        self.asked.append((port, speed))
        for news in self.news:
            tell(news)
