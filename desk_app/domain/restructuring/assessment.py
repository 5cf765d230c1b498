"""Questions an office answers about a procedure before it is put online (R-RS-34).

They are data. The appendix that prescribes them has not been read, so the shipped ones are
working questions and say so wherever they are shown; an office's own replace them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desk_app.domain.definitions import DefinitionError, Node, Problem


class Aim(StrEnum):
    """What a question is about."""

    FEASIBILITY = "feasibility"
    EFFECT = "effectiveness"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; `key` names its answer in a restructuring file."""

    key: str
    aim: Aim
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSet:
    """The questions of an office.

    Attributes:
        source: instrument they follow, or that its text was not read.
        to_confirm: they are not yet those of the instrument.
    """

    source: str
    to_confirm: bool
    questions: tuple[Question, ...]


def questions_from_data(data: Mapping[str, object]) -> QuestionSet:
    """Parse resources/restructuring/questions.toml; DefinitionError with every fault."""
    problems: list[Problem] = []
    root = Node(data, "", problems)
    root.number("schema", least=1)
    found = QuestionSet(
        source=root.text("source"),
        to_confirm=root.flag("to_confirm"),
        questions=tuple(_question(key, node) for key, node in root.tables("questions").items()),
    )
    root.finish()
    if problems:
        raise DefinitionError("questions", problems)
    return found


def _question(key: str, node: Node) -> Question:
    question = Question(key=key, aim=node.choice("aim", Aim), text=node.text("text"))
    node.finish()
    return question
