"""What the page of the data's safety says of each part, one line each."""

import datetime as dt
from pathlib import PurePath

from desk_app.domain.moments import VIETNAM
from desk_app.ui.common.numbers import thousands
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.tables import Cell, Row
from desk_app.ui.common.tokens import Tone
from desk_app.ui.common.words import Words
from desk_app.ui.contract import CareStanding

ICONS: dict[Tone, str] = {"ok": "check-circle", "warn": "warning", "err": "x-circle"}


def rows_of(words: Words, found: CareStanding) -> tuple[Row, ...]:
    """One line for chains, papers, signatures, backups and updates."""
    parts = (_audit, _papers, _signatures, _backup, _updates)
    return tuple(part(words, found) for part in parts)


def _row(words: Words, name: str, tone: Tone, finding: str) -> Row:
    say = words.label
    chip = ChipText(say(f"ui.care.state_{tone}"), tone, ICONS[tone])
    return Row(name, (Cell(say(f"ui.care.{name}")), Cell(finding), Cell(chip=chip)))


def _audit(words: Words, found: CareStanding) -> Row:
    say = words.label
    if found.audited_at is None:
        return _row(words, "audit", "warn", say("ui.care.audit_never"))
    if found.problems:
        code, facts = found.problems[0]
        first = words.message(code, dict(facts)).title
        text = say("ui.care.audit_found", count=found.problem_count, first=first)
        return _row(words, "audit", "err", text)
    facts_now = {"dossiers": thousands(found.dossiers), "events": thousands(found.events)}
    return _row(
        words, "audit", "ok", say("ui.care.audit_whole", at=_at(found.audited_at), **facts_now)
    )


def _papers(words: Words, found: CareStanding) -> Row:
    say = words.label
    if found.damaged:
        return _row(words, "papers", "err", say("ui.care.papers_lost", count=found.damaged))
    if found.papers_at is None:
        return _row(words, "papers", "warn", say("ui.care.papers_never"))
    return _row(words, "papers", "ok", say("ui.care.papers_whole", at=_at(found.papers_at)))


def _signatures(words: Words, found: CareStanding) -> Row:
    say = words.label
    if found.broken:
        dossier, paper = found.first_broken
        text = say("ui.care.signatures_lost", count=found.broken, dossier=dossier, paper=paper)
        return _row(words, "signatures", "err", text)
    if found.signatures_at is None:
        return _row(words, "signatures", "warn", say("ui.care.signatures_never"))
    at, undecided = _at(found.signatures_at), found.undecided
    kind = "signatures_open" if undecided else "signatures_whole"
    return _row(words, "signatures", "ok", say(f"ui.care.{kind}", at=at, count=undecided))


def _backup(words: Words, found: CareStanding) -> Row:
    say = words.label
    upcoming = _at(found.next_backup_at)
    if not found.backup_folder and found.backed_up_at is None:
        return _row(words, "backup", "warn", say("ui.care.backup_no_folder"))
    if found.backed_up_at is None:
        return _row(words, "backup", "warn", say("ui.care.backup_first", next=upcoming))
    last = _at(found.backed_up_at)
    if not found.is_backup_whole:
        return _row(words, "backup", "warn", say("ui.care.backup_damaged", at=last))
    if not found.backup_folder:
        return _row(words, "backup", "warn", say("ui.care.backup_once", at=last))
    return _row(words, "backup", "ok", say("ui.care.backup_whole", at=last, next=upcoming))


def _updates(words: Words, found: CareStanding) -> Row:
    say = words.label
    if found.offered:
        name = PurePath(found.offered).name
        return _row(words, "update", "warn", say("ui.care.update_waits", file=name))
    if found.updated_at is None:
        return _row(words, "update", "ok", say("ui.care.update_none", version=found.version))
    at = _at(found.updated_at)
    return _row(words, "update", "ok", say("ui.care.update_taken", version=found.version, at=at))


def _at(moment: dt.datetime | None) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if moment else "–"
