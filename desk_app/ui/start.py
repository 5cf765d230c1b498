"""Starts the window: over a profile, over an opened desk, or off-screen to take pictures."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from desk_app.texts import Texts
from desk_app.ui import contract
from desk_app.ui.common import theme
from desk_app.ui.common.tokens import Scheme
from desk_app.ui.common.words import Words
from desk_app.ui.shell.conductor import Conductor
from desk_app.ui.task_runner import ThreadTaskRunner

if TYPE_CHECKING:
    from desk_app.application.desk import Desk
    from desk_app.practice.demo import DemoRun

SWITCH_INTERVAL_S = 0.001


def open_window(argv: list[str]) -> int:
    """Open the profile of the arguments (``--profile DIR``) and show its window."""
    from desk_app import bootstrap

    profile = Path(argv[1]) if argv[:1] == ["--profile"] and len(argv) > 1 else None
    desk = bootstrap.open_desk(profile)
    try:
        return run_window(desk)
    finally:
        desk.close()


def run_window(desk: "Desk") -> int:
    """Show the window of an opened desk until it is closed."""
    with connected(desk) as window_desk:
        return run(window_desk, sys.argv)


@contextlib.contextmanager
def connected(desk: "Desk", scanner: str = "") -> Iterator[contract.Desk]:
    """The desk of the window over the use cases; its workers end with the block."""
    from desk_app.bootstrap.window import window_tools
    from desk_app.ui.connect.desk import connect
    from desk_app.ui.connect.parts import WindowParts
    from desk_app.ui.connect.tools import PdfPagesOf, TokenLookOf

    tools = window_tools(desk)
    parts = WindowParts(
        pdf_pages=PdfPagesOf(tools.pdf_page),
        tokens=TokenLookOf(tools.token, desk.office.clock.now),
        authenticate=tools.authenticate,
        check_up=tools.check_up,
        tables=tools.tables,
        scanner=scanner,
    )
    try:
        yield connect(desk, parts, version=_version())
    finally:
        tools.close()


def _version() -> str:
    from importlib import metadata

    try:
        return metadata.version("desk-app")
    except metadata.PackageNotFoundError:
        return "0"


def run(desk: contract.Desk, argv: list[str]) -> int:
    """Show the window and run until it is closed."""
    app = make_application(argv)
    dress(app, desk)
    runner = ThreadTaskRunner()
    words = Words(Texts, desk.settings.get("ui.language", "vi"))
    conductor = Conductor(desk, words, runner, desk.session.welcome())
    conductor.shell.show()
    try:
        return app.exec()
    finally:
        conductor.close()


def make_application(argv: list[str]) -> QApplication:
    """The application object, or the one that runs already."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    app = QApplication(argv)
    app.setApplicationName("desk-app")
    app.setStyle("Fusion")
    return app


def dress(app: QApplication, desk: contract.Desk) -> None:
    """Theme and text size as this desk has chosen them."""
    chosen = desk.settings.get("ui.theme", "system")
    scheme: Scheme = "dark" if chosen == "dark" else "light"
    if chosen == "system":
        scheme = theme.system_scheme()
    theme.apply(app, scheme, int(desk.settings.get("ui.text_scale", "100")) / 100)


def save_screens(run_of: "DemoRun", out: Path) -> dict[str, object]:
    """Lead the specimen dossier through all steps, take a picture of each screen.

    Give the report.
    """
    if "QT_QPA_PLATFORM" not in os.environ:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from desk_app.ui.gallery import Gallery

    return Gallery(run_of, out).take()
