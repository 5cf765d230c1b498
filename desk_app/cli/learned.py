"""``desk-app learned``: what corrections taught, reviewed by an administrator."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from desk_app.cli.context import (
    AsOption,
    CommandError,
    JsonFlag,
    ProfileOption,
    acting_as,
    command,
    opened,
)
from desk_app.cli.output import Exit, say
from desk_app.domain.learned import Learned, LearnedKind, Review

app = typer.Typer(help="What corrections taught the reader", no_args_is_help=True)
IdArgument = Annotated[str, typer.Argument(metavar="ID")]


@app.command("list")
@command
def show(
    *,
    kind: Annotated[LearnedKind | None, typer.Option("--kind")] = None,
    review: Annotated[Review | None, typer.Option("--review")] = None,
    as_: AsOption = "",
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Lessons, the commonest first."""
    with opened(profile) as desk:
        found = desk.learning.lessons(acting_as(desk, as_), kind=kind, review=review)
    for each in found:
        _say(each, as_json=json_)
    return Exit.DONE if found else Exit.NOTHING


@app.command()
@command
def approve(
    lesson: IdArgument,
    *,
    as_: AsOption = "",
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Use a lesson from the next reading on."""
    return _decide(lesson, as_, profile, approves=True, as_json=json_)


@app.command()
@command
def refuse(
    lesson: IdArgument,
    *,
    as_: AsOption = "",
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Never use a lesson; a name or place is forgotten."""
    return _decide(lesson, as_, profile, approves=False, as_json=json_)


@app.command("export")
@command
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml")],
    *,
    as_: AsOption = "",
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Write the approved labels to a file; names and places stay here."""
    with opened(profile) as desk:
        text = desk.learning.labels_as_file(acting_as(desk, as_))
    try:
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise CommandError(
            "usage.output_unwritable", file=file.name, detail=type(error).__name__
        ) from error
    count = text.count("[[label]]")
    say({"labels": count}, as_json=json_, words=partial(_one, f"{file.name}: {count}"))
    return Exit.DONE


@app.command("import")
@command
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml")],
    *,
    as_: AsOption = "",
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Take in labels of another office; each waits for review here."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        facts = {"file": file.name, "detail": type(error).__name__}
        raise CommandError("usage.input_unreadable", Exit.USAGE, **facts) from error
    with opened(profile) as desk:
        count = desk.learning.take_labels(acting_as(desk, as_), text)
    say({"labels": count}, as_json=json_, words=partial(_one, f"{file.name}: {count}"))
    return Exit.DONE if count else Exit.NOTHING


def _decide(lesson: str, user: str, profile: Path | None, *, approves: bool, as_json: bool) -> Exit:
    with opened(profile) as desk:
        decided = desk.learning.decide(acting_as(desk, user), lesson, approves=approves)
    _say(decided, as_json=as_json)
    return Exit.DONE


def _say(learned: Learned, *, as_json: bool) -> None:
    lesson = learned.lesson
    value = {
        "id": lesson.id,
        "kind": lesson.kind.value,
        "document_type": lesson.document_type,
        "field": lesson.field,
        "seen": lesson.seen,
        "meant": lesson.meant,
        "count": learned.count,
        "review": learned.review.value,
    }
    say(value, as_json=as_json, words=lambda: ["  ".join(str(v) for v in value.values() if v)])


def _one(line: str) -> list[str]:
    return [line]
