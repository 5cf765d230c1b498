"""A serial line of this machine with a card reader at its far end: two ends of a pseudo-terminal."""

import os
import queue
import threading
from contextlib import contextmanager
from pathlib import Path

CARD = "024190001234|012345678|Nguyễn Thị Phương Đông|17051990|Nữ|Thôn 4, xã Minh Đức|01012021"
OTHER = "001099012345||Trần Văn Hữu|05061999|Nam|Tổ 7, phường Láng, Hà Nội|02032022"


class SerialLine:
    """A port with a name that stays when its reader is pulled and plugged in again."""

    def __init__(self, folder):
        self.port = str(folder / "ttyUSB0")
        self._far = None
        self.plug()

    def plug(self):
        """The reader is there."""
        self._far, near = os.openpty()
        Path(self.port).symlink_to(os.ttyname(near))
        self._near = near  # without it a line that nobody has open looks pulled

    def pull(self):
        """The reader is gone, and its name with it."""
        Path(self.port).unlink()
        for end in (self._far, self._near):
            os.close(end)
        self._far = None

    def send(self, data):
        """The reader says something, at the pace of the line."""
        while data:
            data = data[os.write(self._far, data) :]

    def close(self):
        if self._far is not None:
            self.pull()


@contextmanager
def line_in(folder):
    """A line with a reader; taken down at the end."""
    line = SerialLine(folder)
    try:
        yield line
    finally:
        line.close()


class Listening:
    """Listens in a thread of its own and keeps what it was told."""

    def __init__(self, reader, port, speed=9600):
        self.told, self._stop = queue.Queue(), threading.Event()
        self._reader, self._asked = reader, (port, speed)
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.error = None

    def is_cancelled(self):
        return self._stop.is_set()

    def _listen(self):
        try:
            self._reader.listen(*self._asked, self.told.put, self)
        except BaseException as error:  # noqa: BLE001  told in the test's own thread
            self.error = error

    def next(self, kind, seconds=20):
        """The next word, which is of this kind."""
        news = self.told.get(timeout=seconds)
        assert news.kind == kind, news
        return news

    def nothing_for(self, seconds):
        """Nothing is told in this time."""
        try:
            news = self.told.get(timeout=seconds)
        except queue.Empty:
            return
        raise AssertionError(news)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self.thread.join(20)
        assert not self.thread.is_alive()
        assert self.error is None, self.error
