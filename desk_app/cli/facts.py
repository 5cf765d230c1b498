"""``desk-app due`` and ``desk-app identity FILE``: facts, one line in, one line out."""

import functools
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from desk_app.cli.context import CommandError, JsonFlag, ProfileOption, command
from desk_app.cli.output import Exit, note, say

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="JSON lines, or - for input")]


@command
def due(file: FileArgument, *, json_: JsonFlag = False, profile: ProfileOption = None) -> Exit:
    """Deadlines of past or planned cases."""
    from desk_app import bootstrap
    from desk_app.application.facts import answer_due, facts_stream

    rules = bootstrap.rule_book(profile)
    for answer in facts_stream(_lines(file), functools.partial(answer_due, rules=rules)):
        say(answer, as_json=True)
    return Exit.DONE


def identity_lines(file: Path) -> Exit:
    """Answer identity questions line by line."""
    from desk_app import bootstrap
    from desk_app.application.facts import answer_identity, facts_stream

    tables = bootstrap.identity_tables()
    for answer in facts_stream(_lines(file), functools.partial(answer_identity, tables=tables)):
        say(answer, as_json=True)
    return Exit.DONE


@command
def identity(
    file: FileArgument,
    *,
    reader: Annotated[str, typer.Option("--reader", help="card: name of the reader")] = "",
    mrz: Annotated[str, typer.Option("--mrz", help="card: lines of the zone")] = "",
    can: Annotated[str, typer.Option("--can", help="card: the six printed digits")] = "",
    countries: Annotated[
        Path | None, typer.Option("--countries", help="card: folder of country certificates")
    ] = None,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """What a card's text or a number says; ``card`` instead of FILE reads a card's chip."""
    if str(file) != "card":
        return identity_lines(file)
    from desk_app import bootstrap
    from desk_app.application.facts.chips import answer_chip
    from desk_app.domain.identity import ChipKey, ChipVerdict
    from desk_app.texts import Texts

    zone = tuple(mrz.replace("\\n", "\n").split())
    report = bootstrap.read_identity_card(
        profile,
        ChipKey(zone=zone, can=can),
        reader=reader,
        countries=countries,
        progress=lambda done, whole, name: note(f"{name}: {done}/{whole}"),
    )
    sentence = Texts().label(f"chip.sentence.{(*report.reasons, 'chip.genuine')[0][5:]}")
    answer = answer_chip(report, sentence)
    say(answer, as_json=json_, words=lambda: [sentence, *(f"{k}: {v}" for k, v in answer.items())])
    return {
        ChipVerdict.GENUINE: Exit.DONE,
        ChipVerdict.NOT_GENUINE: Exit.REFUSED,
        ChipVerdict.CANNOT_TELL: Exit.UNAVAILABLE,
    }[report.verdict]


def _lines(path: Path) -> Iterator[str]:
    """Lines of a file or of standard input; bytes that are no UTF-8 spoil their own line alone."""
    if str(path) == "-":
        yield from _decoded(sys.stdin.buffer)
        return
    try:
        with path.open("rb") as lines:
            yield from _decoded(lines)
    except OSError as error:
        raise CommandError(
            "usage.input_unreadable", file=path.name, detail=type(error).__name__
        ) from None


def _decoded(lines: Iterable[bytes]) -> Iterator[str]:
    for line in lines:
        yield line.decode("utf-8", errors="surrogateescape")
