"""The strip of the paper a doubtful value was read from."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.fields import Crop
from desk_app.ui.common.pages import PagePicture, PageSource
from desk_app.ui.contract import Box

CROP_WIDTH_PX = 1400


class CropStrip(QWidget):
    """The strip of the paper a doubtful value was read from."""

    def __init__(self, source: PageSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._crop: Crop | None = None
        source.arrived.connect(self._arrived)

    def show_crop(self, crop: Crop | None) -> None:
        """Show a region, or nothing."""
        self._crop = crop
        self.setVisible(crop is not None)
        self.update()

    def _arrived(self, key: tuple[str, int, int], picture: PagePicture) -> None:
        if self._crop is not None and key == (self._crop.document, self._crop.page, CROP_WIDTH_PX):
            self.update()

    def sizeHint(self) -> QSize:
        """One line of the paper."""
        return QSize(60, theme.current().px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the region with a little of its surroundings."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("paper"))
        crop = self._crop
        if crop is not None:
            found = self._source.page(crop.document, crop.page, CROP_WIDTH_PX)
            if found is not None and not found.image.isNull():
                self._draw(painter, found, crop.box)
        painter.setPen(QPen(look.colour("border"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _draw(self, painter: QPainter, picture: PagePicture, box: Box) -> None:
        x, y, _, height = box
        margin = height * 0.3
        scale = picture.image.width() / picture.width
        ratio = self.height() / (height + 2 * margin)
        shown = self.width() / ratio
        source = QRectF(
            (x - margin) * scale, (y - margin) * scale, shown * scale, (height + 2 * margin) * scale
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(self.rect()), picture.image, source)
