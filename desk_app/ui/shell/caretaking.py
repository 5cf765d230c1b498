"""The desk's data are looked after while somebody is signed in; findings come into sight."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desk_app.ui.common.words import Words
from desk_app.ui.entry import Entry
from desk_app.ui.task_runner import TaskRunner

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.ui.common.pages import PageSource
    from desk_app.ui.common.prompts import Prompts
    from desk_app.ui.contract import Desk
    from desk_app.ui.shell.care_view import CarePage
    from desk_app.ui.shell.care_view_model import CareViewModel


def care_of(desk: "Desk", runner: TaskRunner, parent: QObject) -> "CareViewModel":
    """The view-model of a desk that is open."""
    from desk_app.ui.shell.care_view_model import CareViewModel

    return CareViewModel(desk.care, runner, desk.now, parent)


def reason_asker(source: "PageSource", prompts: "Prompts") -> "Callable[[str], None]":
    """Asks why a sensitive paper is to be seen, then opens it; a refusal asks again."""
    from desk_app.ui.common.prompts import TextPrompt

    def ask(document: str, act: str = "open_sensitive") -> None:
        def answer(reason: str | None) -> None:
            if reason is not None:
                source.open(document, reason, lambda _error: ask(document, "open_refused"))

        prompts.ask_text(TextPrompt(act=act), answer)

    return ask


def care_page(words: Words, model: "CareViewModel") -> "CarePage":
    """Its page; made when it is first wanted."""
    from desk_app.ui.shell.care_view import CarePage

    return CarePage(words, model)


def care_before_desk(entry: Entry, words: Words, runner: TaskRunner, parent: QObject) -> "CarePage":
    """The page where no desk is open: a backup may be brought back."""
    from desk_app.bootstrap import wall_clock
    from desk_app.ui.shell.care_view_model import CareViewModel

    model = CareViewModel(entry.care, runner, wall_clock().now, parent, is_new_desk=True)
    return care_page(words, model)
