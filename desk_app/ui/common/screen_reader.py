"""What a screen reader is told of scroll areas, so that no question of its ends the program.

Qt answers "the child at place N" of a scroll area from a list it has just made and does not look
how long that list is (Qt 6.11). The list has the scroll bars only while they show; a reader that
counted them before a page changed asks beyond its end, and the program dies. Here a scroll area is
told as any other widget with parts is: its viewport and both bars, always, shown or not.

Loaded after the first paint: its names make 190 members of enumerations, which an officer need not
wait for (``docs/decisions/0708-what-a-start-costs.md``).

Source: ``docs/decisions/0705-scroll-areas-for-screen-readers.md``.
"""

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractScrollArea, QAccessibleWidget, QApplication, QWidget

SCROLL_AREAS = ("QScrollArea", "QAbstractScrollArea")
DONE = "tells_scroll_areas_safely"


def tell_scroll_areas_safely(window: QWidget) -> None:
    """Let Qt tell scroll areas so from now on; the first window of an application object is enough.

    Args:
        window: shown already; what a reader was told of its scroll areas until now is forgotten.
    """
    app = QApplication.instance()
    if app is None or app.property(DONE):
        return
    app.setProperty(DONE, True)  # noqa: FBT003  Qt's order
    QAccessible.installFactory(_scroll_area)
    if QAccessible.isActive():
        for area in window.findChildren(QAbstractScrollArea):
            told = QAccessible.queryAccessibleInterface(area)
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(told))


def _scroll_area(class_name: str, told: object) -> QAccessibleInterface | None:
    """The interface of a scroll area.

    Qt asks for each class of an object, the nearest first: lists, tables and text fields are told
    by their own classes before it comes here.
    """
    if class_name in SCROLL_AREAS and isinstance(told, QAbstractScrollArea):
        return QAccessibleWidget(told, QAccessible.Role.Client)
    return None
