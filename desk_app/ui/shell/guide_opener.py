"""Opens the officers' guide in the system's browser."""

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

from desk_app.ui.guide import INDEX, write_html
from desk_app.ui.task_runner import TaskRunner

CACHE = QStandardPaths.StandardLocation.CacheLocation


def open_guide(runner: TaskRunner, owner: QObject, scope: str) -> None:
    """Write the guide out and open the page of a scope, or its first page."""
    folder = Path(QStandardPaths.writableLocation(CACHE)) / "guide"

    def show(files: dict[str, Path]) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(files.get(scope, files[INDEX]))))

    runner.submit(
        lane="io",
        owner=owner,
        work=lambda task: write_html(folder),
        done=show,
        failed=_no_guide,
    )


def _no_guide(error: Exception) -> None:
    """Without a place to write to, the F1 panel is all there is."""
