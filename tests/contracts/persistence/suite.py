"""What every store of dossiers must do: one suite for the fake, the file and PostgreSQL.

A test module gives the fixture ``office``: an object with ``unit_of_work``, ``index`` and a clock
``clock`` that the test moves.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import uuid_utils

from desk_app.application.enquiries import WorkQuery
from desk_app.application.sync_values import Actor, CommandKind, Device, OutboxEntry
from desk_app.domain.custody import CustodyAct, CustodyEntry
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import ConflictError, NotFoundError
from desk_app.domain.identifiers import DossierCode, DossierId
from desk_app.domain.learned import Learned, LearnedKind, Lesson, Review
from desk_app.domain.people import Person, Role
from desk_app.domain.workflow import State
from tests.builders import EVERYBODY, NOW, a_dossier, a_received_dossier


def new_id() -> DossierId:
    return DossierId(str(uuid_utils.uuid7()))


def code(number: int) -> DossierCode:
    return DossierCode("H98.01", NOW.date(), f"{number:04d}")


def noted(dossier: Dossier, *kinds: str) -> Dossier:
    for kind in kinds:
        dossier.note_event(kind, by=EVERYBODY, at=NOW, data={"note": "Đã xem", "count": 2})
    return dossier


def do(office: Any, act: Callable[[Any], Any]) -> None:
    """One unit of work that does this and commits."""
    with office.unit_of_work() as work:
        act(work)
        work.commit()


def stored(office: Any, dossier: Dossier) -> Dossier:
    do(office, lambda work: work.dossiers.add(dossier))
    return dossier


def received(number: int = 1, **changes: Any) -> Dossier:
    return a_received_dossier(id=new_id(), code=code(number), **changes)


def loaded(office: Any, dossier_id: DossierId) -> Dossier:
    with office.unit_of_work() as work:
        found: Dossier = work.dossiers.get(dossier_id)
    return found


def entry(work: Any, dossier: Dossier, **more: Any) -> OutboxEntry:
    values: dict[str, Any] = {
        "command_id": new_id(),
        "target": "province",
        "dossier_id": dossier.id,
        "dossier_seq": work.outbox.next_seq("province", dossier.id),
        "kind": CommandKind.ADD_NOTE,
        "actor": Actor(user="lan", unit="H98.01", role="intake_officer"),
        "device": Device(id="desk-1", gen=1),
        "occurred_at": NOW,
        "body": {"note": "Ý"},
    }
    return OutboxEntry(**(values | more))


class DossierContract:
    """Dossiers, events, books and commands become durable together."""

    def test_a_dossier_comes_back_as_it_went_in(self, office: Any) -> None:
        made = stored(office, noted(received(), "dossier_created", "form_edited"))
        assert made.events == []
        assert made.version == 1
        assert loaded(office, made.id) == made

    def test_found_by_code_or_id_however_typed(self, office: Any) -> None:
        made = stored(office, received(7))
        with office.unit_of_work() as work:
            for text in (f" {str(made.code).lower()} ", made.id, made.id.upper()):
                assert work.dossiers.find(text).id == made.id
            for text in ("H98.01-261123-0008", "", "x" * 500):
                with pytest.raises(NotFoundError) as refusal:
                    work.dossiers.find(text)
                assert refusal.value.code == "dossier.not_found"
                assert len(str(refusal.value.facts["dossier"])) <= 60
            with pytest.raises(NotFoundError):
                work.dossiers.get(new_id())

    def test_a_dossier_without_commit_was_never_there(self, office: Any) -> None:
        made = received()
        with office.unit_of_work() as work:
            work.dossiers.add(noted(made, "dossier_created"))
            work.numbers.next("so-1")
            work.outbox.add(entry(work, made))
        with pytest.raises(NotFoundError):
            loaded(office, made.id)
        assert office.index.events(made.id) == ()
        with office.unit_of_work() as work:
            assert work.numbers.next("so-1") == 1
            assert work.outbox.next_seq("province", made.id) == 1

    def test_changes_are_seen_inside_their_unit(self, office: Any) -> None:
        made = stored(office, received())
        with office.unit_of_work() as work:
            found = work.dossiers.get(made.id)
            found.state = State.IN_APPRAISAL
            work.dossiers.save(found)
            assert work.dossiers.get(made.id).state is State.IN_APPRAISAL
            work.dossiers.save(found)
            work.commit()
        assert loaded(office, made.id).version == 3

    def test_a_stale_save_is_a_conflict_and_changes_nothing(self, office: Any) -> None:
        made = stored(office, received())
        first, second = loaded(office, made.id), loaded(office, made.id)
        first.notes["a"] = "1"
        second.notes["a"] = "2"
        with office.unit_of_work() as work:
            work.dossiers.save(noted(first, "note_added"))
            work.commit()

        def late(work: Any) -> None:
            work.numbers.next("so-1")
            work.dossiers.save(noted(second, "note_added"))

        with pytest.raises(ConflictError) as refusal:
            do(office, late)
        assert refusal.value.code == "dossier.changed"
        assert loaded(office, made.id).notes == {"a": "1"}
        assert len(office.index.events(made.id)) == 1
        with office.unit_of_work() as work:
            assert work.numbers.next("so-1") == 1

    def test_an_id_or_a_code_is_given_once(self, office: Any) -> None:
        made = stored(office, received(1))
        for again in (received(1), received(2)):
            if again.code != made.code:
                again.id = made.id
            with pytest.raises(ConflictError):
                stored(office, again)
        assert loaded(office, made.id) == made

    def test_many_dossiers_may_wait_for_a_code(self, office: Any) -> None:
        for _ in range(3):
            stored(office, a_dossier(id=new_id()))
        assert office.index.count(WorkQuery(), now=NOW) == 3

    def test_events_keep_their_order_and_chain(self, office: Any) -> None:
        made = stored(office, noted(received(), "dossier_created"))
        found = loaded(office, made.id)
        with office.unit_of_work() as work:
            work.dossiers.save(noted(found, "scan_added", "form_edited"))
            work.commit()
        events = office.index.events(made.id)
        assert [(e.seq, e.kind) for e in events] == [
            (1, "dossier_created"),
            (2, "scan_added"),
            (3, "form_edited"),
        ]
        assert len({e.head for e in events}) == 3
        assert events[0].at == NOW
        assert events[0].data == {"note": "Đã xem", "count": 2}
        assert (events[0].user, events[0].desk) == (EVERYBODY.user, EVERYBODY.desk)
        report = office.index.check_chain(made.id)
        assert (report.dossiers, report.events, report.is_whole) == (1, 3, True)

    def test_books_count_from_one_each(self, office: Any) -> None:
        with office.unit_of_work() as work:
            assert [work.numbers.next("2026/giấy") for _ in range(3)] == [1, 2, 3]
            assert work.numbers.next("2027/giấy") == 1
            work.commit()
        with office.unit_of_work() as work:
            assert work.numbers.next("2026/giấy") == 4

    def test_a_command_number_is_given_once(self, office: Any) -> None:
        made = stored(office, received())
        with office.unit_of_work() as work:
            work.outbox.add(entry(work, made))
            assert work.outbox.next_seq("province", made.id) == 2
            work.commit()
        with pytest.raises(ConflictError):
            do(office, lambda work: work.outbox.add(entry(work, made, dossier_seq=1)))

    def test_an_error_inside_undoes_everything(self, office: Any) -> None:
        made = received()

        def broken(work: Any) -> None:
            work.dossiers.add(made)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            do(office, broken)
        with pytest.raises(NotFoundError):
            loaded(office, made.id)


class ListContract:
    """Lists, counts and search."""

    def codes(self, office: Any, **query: Any) -> list[str]:
        asked = WorkQuery(**query)
        found, count = office.index.work_list(asked, now=NOW), office.index.count(asked, now=NOW)
        is_full = len(found.rows) == asked.limit
        assert found.total == (None if is_full else count)
        assert count >= len(found.rows)
        return [row.code[-4:].lstrip("0") for row in found.rows]

    def fill(self, office: Any) -> None:
        hour = dt.timedelta(hours=1)
        for number, state, due in (
            (1, State.ACCEPTED, NOW + 30 * hour),
            (2, State.IN_APPRAISAL, NOW - hour),
            (3, State.IN_APPRAISAL, NOW + 2 * hour),
            (4, State.RETURNED, NOW - 50 * hour),
            (5, State.IN_APPROVAL, None),
            (6, State.SUBMITTED, None),
            (7, State.ARCHIVED, NOW - 900 * hour),
        ):
            office.clock.tick(seconds=1)
            stored(office, received(number, state=state, due_at=due))

    def test_open_work_by_due_time_then_what_is_closed(self, office: Any) -> None:
        self.fill(office)
        assert self.codes(office) == ["2", "3", "1", "6", "5", "7", "4"]
        assert self.codes(office, limit=2) == ["2", "3"]
        assert office.index.count(WorkQuery(limit=2), now=NOW) == 7

    def test_scopes(self, office: Any) -> None:
        self.fill(office)
        assert self.codes(office, scope="overdue") == ["2"]
        assert self.codes(office, scope="today") == ["2", "3"]
        assert self.codes(office, scope="active") == ["2", "3", "1", "6", "5"]
        assert self.codes(office, scope="soon") == ["3", "1"]
        assert self.codes(office, scope="done") == ["4"]
        assert self.codes(office, scope="online") == ["6"]
        assert self.codes(office, scope="supplement") == []
        roles = frozenset({Role.APPRAISER.value, Role.APPROVER.value, Role.ADMIN.value})
        assert self.codes(office, scope="mine", roles=roles) == ["2", "3", "5"]
        assert self.codes(office, scope="mine") == []
        assert self.codes(office, step="return_result") == []
        assert self.codes(office, step="appraise") == ["2", "3"]
        assert self.codes(office, unit="H99.01", step="approve") == ["5"]
        assert self.codes(office, unit="H99.02") == []

    def test_counts_agree_with_the_lists(self, office: Any) -> None:
        self.fill(office)
        counts = office.index.counts(WorkQuery(), now=NOW)
        assert counts.steps == {"intake": 2, "appraise": 2, "approve": 1}
        assert counts.overdue_steps == {"appraise"}
        for scope, number in (
            ("overdue", counts.overdue),
            ("today", counts.due_today),
            ("active", counts.active),
            ("done", counts.done_today),
            ("supplement", counts.supplement),
            ("online", counts.online),
        ):
            assert office.index.count(WorkQuery(scope=scope), now=NOW) == number, scope
        assert office.index.counts(WorkQuery(unit="H00"), now=NOW).active == 0

    def test_search_forgives_accents_case_and_order(self, office: Any) -> None:
        who = Person(
            full_name="Đặng Thị Thùy Dương",
            identifier="027190001234",
            phone="0912 345 678",
            address="Số 5, phố Vũ Kiệt, Tân Mỹ",
        )
        stored(office, received(1, applicant=who))
        stored(office, received(2, applicant=Person(full_name="Lê An", identifier="027090556677")))
        for text in (
            "dang thi", "THÙY", "đặng thị thuỳ", "Đặng Thị".lower(), "duong thuy", "thuy d", "1234",
            "0271900", "345 678", "vu kiet", "h98.01-261123-0001", "261123 0001", "0001",
            "khai sinh 0001", "1.001193 thuy", "01234",
        ):  # fmt: skip
            assert self.codes(office, text=text) == ["1"], text
        for text in ("dangthi", "uong", "9999", "dang khoa", "'; DROP TABLE dossier; --"):
            assert self.codes(office, text=text) == [], text
        assert len(self.codes(office, text=" %_*\"'- ")) == 2

    def test_words_find_open_work_first_then_closed_by_number(self, office: Any) -> None:
        """The same page whether few dossiers fit or many; a dossier that closes changes its part."""
        self.fill(office)
        whole = ["2", "3", "1", "6", "5", "7", "4"]
        assert self.codes(office, text="khai sinh") == whole
        for limit in range(1, 8):
            assert self.codes(office, text="khai sinh", limit=limit) == whole[:limit]
        assert self.codes(office, text="khai sinh", scope="active") == whole[:5]
        assert self.codes(office, text="khai sinh", scope="done") == ["4"]
        assert self.codes(office, text="khai sinh", step="appraise") == ["2", "3"]
        made = next(
            row for row in office.index.work_list(WorkQuery(), now=NOW).rows if row.code[-1] == "3"
        )
        found = loaded(office, made.id)
        found.state = State.RETURNED
        with office.unit_of_work() as work:
            work.dossiers.save(found)
            work.commit()
        assert self.codes(office, text="khai sinh") == ["2", "1", "6", "5", "7", "4", "3"]

    def test_a_whole_code_is_that_dossier_alone(self, office: Any) -> None:
        for number in (1, 2):
            stored(office, received(number))
        assert sorted(self.codes(office, text="0001")) == ["1", "2"]
        assert self.codes(office, text=" h98.01-261123-0001 ") == ["1"]
        assert self.codes(office, text="H98.01-261123-0001", step="approve") == []

    def test_search_follows_changes(self, office: Any) -> None:
        made = stored(office, received(1))
        found = loaded(office, made.id)
        found.applicant = Person(full_name="Phạm Văn Khánh")
        with office.unit_of_work() as work:
            work.dossiers.save(found)
            work.commit()
        assert self.codes(office, text="khanh") == ["1"]
        assert self.codes(office, text="lê mẫu") == []

    def test_rows_say_how_the_exchange_stands(self, office: Any) -> None:
        made = stored(office, received(1))
        stored(office, received(2))
        with office.unit_of_work() as work:
            work.outbox.add(entry(work, made))
            work.commit()
        rows = office.index.work_list(WorkQuery(), now=NOW).rows
        assert {row.code[-1]: row.sync for row in rows} == {"1": "waiting", "2": "none"}
        assert office.index.counts(WorkQuery(), now=NOW).outbox == 1

    def test_same_person_and_procedure(self, office: Any) -> None:
        stored(office, received(1))
        stored(office, received(2, state=State.RETURNED))
        found = office.index.open_with("027090000123", "1.001193")
        assert [row.code[-1] for row in found] == ["1"]
        assert office.index.open_with("027090000123", "2.000000") == ()


class LearnedContract:
    """Lessons of corrections: counted, kept once, decided, forgotten; nothing before the commit."""

    LABEL = Lesson(
        kind=LearnedKind.LABEL, document_type="to_khai_khai_sinh", field="ho_ten", seen="Tên cháu"
    )
    NAME = Lesson(kind=LearnedKind.NAME, seen="Hưong", meant="Hương")

    def test_a_lesson_is_counted_and_kept_once(self, office) -> None:
        later = NOW + dt.timedelta(days=1)
        for at in (NOW, later):
            do(office, lambda work, at=at: work.learned.note(self.LABEL, at=at))
        with office.unit_of_work() as work:
            (found,) = work.learned.all()
        assert (found.lesson, found.count, found.review) == (self.LABEL, 2, Review.WAITING)
        assert (found.first_at, found.last_at) == (NOW, later)

    def test_what_was_decided_stays_while_it_is_counted_on(self, office) -> None:
        decided = Learned(
            lesson=self.LABEL, count=4, review=Review.REFUSED, first_at=NOW, last_at=NOW,
            decided_by="quantri", decided_at=NOW,
        )  # fmt: skip
        do(office, lambda work: work.learned.keep(decided))
        do(office, lambda work: work.learned.note(self.LABEL, at=NOW))
        with office.unit_of_work() as work:
            assert work.learned.all() == (dataclasses.replace(decided, count=5),)

    def test_kinds_and_states_are_asked_for(self, office) -> None:
        do(office, lambda work: [work.learned.note(x, at=NOW) for x in (self.LABEL, self.NAME)])
        with office.unit_of_work() as work:
            learned = work.learned
            assert [x.lesson for x in learned.all(kind=LearnedKind.NAME)] == [self.NAME]
            assert len(learned.all(review=Review.WAITING)) == 2
            assert learned.all(review=Review.APPROVED) == ()
            assert learned.all(kind=LearnedKind.PLACE) == ()

    def test_what_is_forgotten_is_gone_and_what_is_not_committed_never_was(self, office) -> None:
        do(office, lambda work: [work.learned.note(x, at=NOW) for x in (self.LABEL, self.NAME)])
        do(office, lambda work: work.learned.forget(self.NAME))
        with office.unit_of_work() as work:
            work.learned.note(self.NAME, at=NOW)
            work.learned.forget(self.LABEL)
        with office.unit_of_work() as work:
            assert [x.lesson for x in work.learned.all()] == [self.LABEL]


class CustodyContract:
    """The register of seal tokens: kept in order, one token or all, never changed."""

    def test_lines_come_back_as_they_were_written(self, office) -> None:
        lines = [
            CustodyEntry(
                token=token,
                act=CustodyAct.RECEIVED,
                at=NOW,
                holder="vanthu",
                permission="12/GP",
                minutes="Biên bản số 3",
                recorded_by="vanthu",
            )
            for token in ("CONDAU", "CONDAU-2")
        ]
        for line in lines:
            do(office, lambda work, line=line: work.custody.add(line))
        with office.unit_of_work() as work:
            work.custody.add(lines[0])
        with office.unit_of_work() as work:
            assert work.custody.entries() == tuple(lines)
            assert work.custody.entries("CONDAU-2") == (lines[1],)
            assert work.custody.entries("CONDAU-3") == ()
