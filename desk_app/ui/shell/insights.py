"""The questions that are answered in a panel beside the page."""

from collections.abc import Callable
from typing import Any, NamedTuple

from desk_app.ui.common.words import Words
from desk_app.ui.contract.insight import Insight
from desk_app.ui.shell import insight_panel as panel


class Question(NamedTuple):
    """Attributes: ``ask`` asks it, on the ``db`` lane; ``state`` makes the panel of the answer."""

    ask: Callable[[], Any]
    state: Callable[[Words, Any], panel.InsightState]


def question(insight: Insight, name: str, key: str) -> Question | None:
    """The question behind an act, about the dossier ``key``; None when it is no question now."""
    questions: dict[str, Question] = {
        "explain_due": Question(lambda: insight.due(key), panel.due_state),
        "before_closing": Question(lambda: insight.before_closing(key), panel.closing_state),
        "shift_page": Question(insight.shift, panel.shift_state),
        "lesson": Question(lambda: insight.lesson(key), panel.lesson_state),
    }
    return questions.get(name) if key or name == "shift_page" else None
