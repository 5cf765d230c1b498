"""Starts the window over a profile, or off-screen to take pictures."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.ui import feature_scan  # noqa: F401  isort: skip  first: it spares the others a look

from PySide6.QtWidgets import QApplication

from desk_app.texts import Texts
from desk_app.ui.common import theme
from desk_app.ui.common.words import Words
from desk_app.ui.entry import Entry, Settings, Welcome
from desk_app.ui.opening import Opening
from desk_app.ui.rubbish import Rubbish
from desk_app.ui.shell.conductor import Conductor
from desk_app.ui.task_runner import ThreadTaskRunner

if TYPE_CHECKING:
    from desk_app.practice.demo import DemoRun

SWITCH_INTERVAL_S = 0.001
CHOSEN = {"ui.theme": "system", "ui.text_scale": "100"}


def open_window(argv: list[str]) -> int:
    """Show the window of a profile (``--profile DIR``); the desk is opened behind it."""
    profile = Path(argv[1]) if argv[:1] == ["--profile"] and len(argv) > 1 else None
    app = make_application(sys.argv)
    opening = Opening(profile)
    try:
        return run(opening, opening.welcome(), app)
    finally:
        opening.close()


def run(entry: Entry, welcome: Welcome, app: QApplication) -> int:
    """Show the window and run until it is closed."""
    dress(app, entry.settings)
    runner = ThreadTaskRunner()
    words = Words(screen_texts, entry.settings.get("ui.language", "vi"))
    rubbish = Rubbish()
    conductor = Conductor(entry, words, runner, welcome)
    conductor.shell.painted.connect(rubbish.begin)
    conductor.shell.painted.connect(conductor.prepare)
    conductor.entered.connect(rubbish.keep_once)
    conductor.shell.show()
    try:
        return app.exec()
    finally:
        conductor.close()
        rubbish.end()


def screen_texts(language: str) -> Texts:
    """The catalogue for screens: the sign-in page, then the window, the rest when it is needed."""
    return Texts(language, first=("sign_in.json", "ui*.toml"), own="ui.")


def make_application(argv: list[str]) -> QApplication:
    """The application object, or the one that runs already."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    # By name on the command line: to hand over the style costs Qt's many style enumerations.
    app = QApplication([*argv[:1], "-style", "fusion", *argv[1:]])
    app.setApplicationName("desk-app")
    return app


def dress(app: QApplication, settings: Settings) -> None:
    """Theme and text size as this desk has chosen them."""
    theme.dress(app, lambda key: settings.get(key, CHOSEN[key]))


def save_screens(run_of: "DemoRun", out: Path) -> dict[str, object]:
    """Lead the specimen dossier through all steps, take a picture of each screen.

    Give the report.
    """
    if "QT_QPA_PLATFORM" not in os.environ:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from desk_app.ui.gallery import Gallery

    return Gallery(run_of, out).take()
