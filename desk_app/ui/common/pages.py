"""Pages of documents as pictures.

Asked for now, delivered later, kept while they are likely to be seen.
"""

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Signal
from PySide6.QtGui import QImage, QImageReader

from desk_app.ui.contract import PageImage, PageImages
from desk_app.ui.task_runner import Task, TaskRunner

CACHE_BYTES = 48 * 1024 * 1024
"""Ten pages in colour: with more the window does not fit its 250 MB in work."""
Key = tuple[str, int, int]


class PagePicture:
    """A decoded page: the picture and the page's size in the units of its boxes."""

    __slots__ = ("height", "image", "width")

    def __init__(self, image: QImage, width: float, height: float) -> None:
        self.image, self.width, self.height = image, width, height


def decode(page: PageImage, width_px: int) -> PagePicture:
    """Decode an encoded page no wider than ``width_px``; an unreadable one gives a null picture."""
    buffer = QBuffer()
    buffer.setData(QByteArray(page.data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.width() > width_px > 0:
        reader.setScaledSize(QSize(width_px, round(size.height() * width_px / size.width())))
    image = reader.read()
    # A stored photograph is its own page: its boxes are in its own pixels.
    width, height = page.width or size.width(), page.height or size.height()
    return PagePicture(image, max(width, 1), max(height, 1))


class PageSource(QObject):
    """Asks for pages on the ``io`` lane, one at a time, the newest request first.

    Signals:
        arrived: (key, PagePicture) of a page that was asked for.
        opened: sensitive papers may be asked for again.
        reason_wanted: id of a sensitive document somebody wants to see.
    """

    arrived = Signal(object, object)
    opened = Signal()
    reason_wanted = Signal(str)

    def __init__(
        self, pages: PageImages, runner: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._pages, self._runner = pages, runner
        self._kept: OrderedDict[Key, PagePicture] = OrderedDict()
        self._bytes = 0
        self._wanted: list[Key] = []
        self._running: Key | None = None
        self._refused: set[Key] = set()
        self._closed: set[str] = set()
        self._sensitive: set[str] = set()

    def page(self, document: str, page: int, width_px: int) -> PagePicture | None:
        """The page if it is here; else it is asked for and ``arrived`` tells."""
        key = (document, page, width_px)
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        if key in self._refused:
            return None
        if key in self._wanted:
            self._wanted.remove(key)
        self._wanted.append(key)
        del self._wanted[:-24]
        self._next()
        return None

    def forget(self, document: str) -> None:
        """A document has changed: ask for it again when it is shown."""
        for key in [key for key in self._kept if key[0] == document]:
            self._bytes -= self._kept.pop(key).image.sizeInBytes()
        self._refused = {key for key in self._refused if key[0] != document}

    def is_closed(self, document: str) -> bool:
        """Whether it wants a reason before it is shown."""
        return document in self._closed

    def want(self, document: str) -> None:
        """Somebody wants to see a closed document."""
        if document in self._closed:
            self.reason_wanted.emit(document)

    def open(self, document: str, reason: str, failed: Callable[[Exception], None]) -> None:
        """Give the reason; what belongs to it is shown then."""
        pages = self._pages
        self._runner.submit(
            lane="db",
            owner=self,
            work=lambda task: pages.open(document, reason),
            done=self._was_opened,
            failed=failed,
        )

    def _was_opened(self, result: None) -> None:
        self._sensitive |= self._closed
        self._closed.clear()
        for document in self._sensitive:
            self.forget(document)
        self.opened.emit()

    def close_sensitive(self) -> None:
        """Forget the pictures of sensitive papers: somebody else may sit down."""
        for document in self._sensitive:
            self.forget(document)
        self._sensitive.clear()
        self.opened.emit()

    def _next(self) -> None:
        if self._running is not None or not self._wanted:
            return
        key = self._running = self._wanted.pop()
        self._runner.submit(
            lane="io", owner=self, work=self._load(key), done=self._came, failed=self._failed
        )

    def _load(self, key: Key) -> Callable[[Task], tuple[Key, PagePicture]]:
        pages = self._pages
        document, page, width = key

        def load(task: Task) -> tuple[Key, PagePicture]:
            return key, decode(pages.page(document, page, width), width)

        return load

    def _came(self, result: tuple[Key, PagePicture]) -> None:
        key, picture = result
        self._running = None
        self._kept[key] = picture
        self._bytes += picture.image.sizeInBytes()
        while self._bytes > CACHE_BYTES and len(self._kept) > 1:
            _, old = self._kept.popitem(last=False)
            self._bytes -= old.image.sizeInBytes()
        self.arrived.emit(key, picture)
        self._next()

    def _failed(self, error: Exception) -> None:
        key, self._running = self._running, None
        if key is not None:
            self._refused.add(key)
            if getattr(error, "code", "") == "papers.reason_needed":
                self._closed.add(key[0])
            self.arrived.emit(key, PagePicture(QImage(), 1, 1))
        self._next()
