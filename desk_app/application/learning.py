"""Learning at the desk: noted when a dossier is received, reviewed by an administrator, then used.

Kept in the office's own database and sent to nobody. Labels may be carried to another office as a
data file; names and places never.
"""

import datetime as dt
import functools
import logging
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import resources
from desk_app.application.ports import FieldFound, Office, PageRead
from desk_app.application.store_ports import UnitOfWork, UnitOfWorkFactory
from desk_app.application.work import Work
from desk_app.domain.errors import DeskError, Fact, NotFoundError, RuleError
from desk_app.domain.learned import (
    DECISION,
    FieldKinds,
    Learned,
    LearnedKind,
    Lesson,
    ReadPaper,
    Review,
    by_misreading,
    is_label,
    lessons,
    suggestions,
)
from desk_app.domain.people import Actor, Role

logger = logging.getLogger(__name__)

SHIPPED = "rules/learning.toml"
_REVIEWERS = frozenset({Role.ADMIN})
_FORMAT = "desk-labels-1"
_MOST_BYTES = 1_000_000


@functools.lru_cache(maxsize=1)
def field_kinds() -> FieldKinds:
    """Which fields of papers hold names, and which hold places."""
    data = resources.toml(SHIPPED)
    return FieldKinds(names=frozenset(data["names"]), places=frozenset(data["places"]))


def note_lessons(work: Work) -> int:
    """Count what a dossier that is being received teaches; a fault here costs no dossier."""
    office, dossier = work.office, work.dossier
    try:
        papers = [
            ReadPaper(
                document_type=kind,
                said=[s for s in part.said if s.document_type == kind],
                text=office.papers.read(part.text.sha256).decode(),
            )
            for part in dossier.components
            if part.text is not None and not part.is_signed_original
            for kind in {s.document_type for s in part.said} or {part.document_type}
        ]
        form = office.catalogue.form(dossier.terms.form)
    except (DeskError, UnicodeDecodeError) as error:
        logger.warning("nothing learned from %s: %s", dossier.id, error)
        return 0
    found = lessons(form, dossier.form, papers, field_kinds())
    for lesson in found:
        work.uow.learned.note(lesson, at=work.now)
    return len(found)


def with_learned(office: Office, pages: Sequence[PageRead]) -> list[PageRead]:
    """Pages whose names and places offer what approved misreadings stand for."""
    with office.unit_of_work() as uow:
        known = by_misreading(uow.learned.all(review=Review.APPROVED))
    if not known:
        return list(pages)
    return [replace(page, fields=dict(_suggested(page.fields, known))) for page in pages]


def _suggested(
    fields: Mapping[str, FieldFound], known: Mapping[LearnedKind, Mapping[str, str]]
) -> Iterator[tuple[str, FieldFound]]:
    for name, field in fields.items():
        more = suggestions(field.value, name, known, field_kinds())
        yield (
            name,
            replace(field, suggestions=tuple(dict.fromkeys((*more, *field.suggestions)))),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """What an administrator does with lessons."""

    office: Office

    def lessons(
        self, actor: Actor, *, kind: LearnedKind | None = None, review: Review | None = None
    ) -> tuple[Learned, ...]:
        """Lessons by how often they came, the commonest first; RuleError ``workflow.role``."""
        _reviewer(actor)
        with self.office.unit_of_work() as uow:
            found = uow.learned.all(kind=kind, review=review)
        return tuple(sorted(found, key=lambda one: (-one.count, one.lesson.id)))

    def decide(self, actor: Actor, lesson_id: str, *, approves: bool) -> Learned:
        """Approve a lesson, so that it is used from the next reading on, or refuse it.

        A refused name or place is forgotten; a refused label is kept, so that it does not come
        again.

        Raises:
            RuleError: ``workflow.role``.
            NotFoundError: ``learned.unknown``.
        """
        _reviewer(actor)
        with self.office.unit_of_work() as uow:
            known = next((one for one in uow.learned.all() if one.lesson.id == lesson_id), None)
            if known is None:
                raise NotFoundError("learned.unknown", {"id": lesson_id[:40]})
            now = self.office.clock.now()
            decided = replace(
                known,
                review=Review.APPROVED if approves else Review.REFUSED,
                decided_by=actor.user,
                decided_at=now,
            )
            record_decision(uow, decided, at=now)
            if not approves and known.lesson.kind is not LearnedKind.LABEL:
                uow.learned.forget(known.lesson)
            else:
                uow.learned.keep(decided)
            uow.commit()
        return decided

    def labels_as_file(self, actor: Actor) -> str:
        """Approved labels as TOML: type, field and print, and nothing else."""
        found = self.lessons(actor, kind=LearnedKind.LABEL, review=Review.APPROVED)
        lines = [f'format = "{_FORMAT}"']
        for lesson in sorted((one.lesson for one in found), key=_order):
            lines += ["", "[[label]]"]
            lines += [
                f"{key} = {_quoted(value)}"
                for key, value in (
                    ("document_type", lesson.document_type),
                    ("field", lesson.field),
                    ("text", lesson.seen),
                )
            ]
        return "\n".join(lines) + "\n"

    def take_labels(self, actor: Actor, text: str) -> int:
        """Take in a file of labels; each waits for review here. How many were new.

        Raises:
            RuleError: ``workflow.role``; ``learned.file_wrong`` (facts: ``entry``): then nothing
                is taken in.
        """
        _reviewer(actor)
        wanted = list(_labels_in(text))
        with self.office.unit_of_work() as uow:
            known = {one.lesson.id for one in uow.learned.all(kind=LearnedKind.LABEL)}
            fresh = [lesson for lesson in wanted if lesson.id not in known]
            now = self.office.clock.now()
            for lesson in fresh:
                uow.learned.keep(
                    Learned(
                        lesson=lesson, count=0, review=Review.WAITING, first_at=now, last_at=now
                    )
                )
            uow.commit()
        return len(fresh)


def record_decision(uow: UnitOfWork, decided: Learned, *, at: dt.datetime) -> None:
    """Put the administrator's word into the office's chain: of the lesson its id alone."""
    body: dict[str, Fact] = {"kind": decided.lesson.kind.value, "review": decided.review.value}
    uow.records.add(DECISION, decided.lesson.id, body, at=at, by=decided.decided_by)


def approved_labels(unit_of_work: UnitOfWorkFactory) -> tuple[tuple[str, str, str], ...]:
    """(document type, field, print) of the labels the reader may use."""
    with unit_of_work() as uow:
        found = uow.learned.all(kind=LearnedKind.LABEL, review=Review.APPROVED)
    return tuple(sorted(_order(one.lesson) for one in found))


def _reviewer(actor: Actor) -> None:
    if not actor.may_act_as(_REVIEWERS):
        raise RuleError("workflow.role", {"roles": tuple(sorted(_REVIEWERS)), "user": actor.user})


def _order(lesson: Lesson) -> tuple[str, str, str]:
    return lesson.document_type, lesson.field, lesson.seen


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _labels_in(text: str) -> Iterator[Lesson]:
    """Labels of a file; RuleError ``learned.file_wrong`` with the number of the entry at fault."""
    try:
        data = tomllib.loads(text) if len(text) <= _MOST_BYTES else {}
    except tomllib.TOMLDecodeError as error:
        raise RuleError("learned.file_wrong", {"entry": 0}) from error
    entries = data.get("label", [])
    if data.get("format") != _FORMAT or not isinstance(entries, list):
        raise RuleError("learned.file_wrong", {"entry": 0})
    for number, entry in enumerate(entries, start=1):
        keys = {"document_type", "field", "text"}
        if (
            not isinstance(entry, dict)
            or set(entry) != keys
            or not all(isinstance(v, str) and v for v in entry.values())
            or not is_label(entry["text"])
        ):
            raise RuleError("learned.file_wrong", {"entry": number})
        yield Lesson(
            kind=LearnedKind.LABEL,
            document_type=entry["document_type"],
            field=entry["field"],
            seen=entry["text"],
        )
