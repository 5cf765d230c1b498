"""Every number of every report counted again, slowly, from whole dossiers and their events."""

import datetime as dt
import itertools
import math
from collections import Counter, defaultdict

import pytest

import resources
from desk_app.adapters.documents.snapshot import SnapshotFacts, write_snapshot
from desk_app.adapters.persistence import open_database
from desk_app.adapters.persistence.fact_rows import TABLES
from desk_app.adapters.persistence.fact_store import SqlFacts
from desk_app.application.reports.ports import Asked
from desk_app.domain.errors import IntegrityError
from desk_app.domain.moments import VIETNAM
from desk_app.domain.reports.measures import Period, report_from_data
from tests.kit.histories import Year, histories

KEY = "cd" * 32
YEAR = Year()
PERIODS = [
    (dt.date(2026, 4, 1), dt.date(2026, 6, 30)),
    (dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    (dt.date(2026, 10, 15), dt.date(2026, 11, 2)),
]
SHELF = report_from_data(
    resources.toml("reports/measures.toml"), resources.toml("reports/reports.toml")
)


def pytest_generate_tests(metafunc):
    """A thousand by default, ten thousand in the long profile."""
    if "count" in metafunc.fixturenames:
        counts = [1000, pytest.param(10_000, marks=pytest.mark.long)]
        metafunc.parametrize("count", counts, scope="module")


@pytest.fixture(scope="module")
def counter(count, tmp_path_factory):
    """A desk that lived the histories, each dossier saved several times on its way."""
    database = open_database(tmp_path_factory.mktemp("desk") / "desk.db", KEY)
    kept = []
    lives = histories(count, seed=11)
    while part := list(itertools.islice(lives, 500)):
        with database.unit_of_work() as work:
            for dossier in part:
                events = list(dossier.events)
                half = len(events) // 2
                dossier.events = events[:half]
                work.dossiers.add(dossier)
                dossier.events = events[half:]
                work.dossiers.save(dossier)
                kept.append((dossier, events))
            work.commit()
    yield database, kept
    database.close()


def day(at):
    return at.astimezone(VIETNAM).date() if at is not None else None


class Slow:
    """What one dossier is, said in the plainest way, from the definitions' sentences."""

    def __init__(self, dossier, first, last, now):
        self.d, self.first, self.last = dossier, first, last
        end_of_last = dt.datetime.combine(last, dt.time(23, 59, 59), VIETNAM)
        self.judged_at = min(end_of_last, now)
        self.is_dossier = dossier.code is not None
        self.finished = day(dossier.finished_at)
        self.stopped = str(dossier.state) == "STOPPED"

    def received_in(self):
        return self.is_dossier and self.first <= day(self.d.received_at) <= self.last

    def finished_in(self):
        return (
            self.is_dossier
            and self.finished is not None
            and self.first <= self.finished <= self.last
        )

    def done(self):
        return self.finished_in() and not self.stopped

    def open(self):
        return (
            self.is_dossier
            and day(self.d.received_at) <= self.last
            and not (self.finished is not None and self.finished <= self.last)
        )

    def open_late(self):
        # minutes are what the report keeps
        return (
            self.open()
            and self.d.due_at is not None
            and math.floor(self.d.due_at.timestamp() / 60)
            < math.ceil(self.judged_at.timestamp() / 60)
        )

    def carried(self):
        if not self.is_dossier or day(self.d.received_at) >= self.first:
            return False
        return self.finished is None or self.finished >= self.first

    def late(self):
        return self.d.due_at is not None and self.d.finished_at > self.d.due_at

    def early(self):
        return self.d.due_at is not None and self.finished < day(self.d.due_at)

    def there(self):
        return [c for c in self.d.components if str(c.presence) == "present" or c.reuse]

    def scope(self):
        return [
            c
            for c in self.there()
            if c.reuse is None
            and c.not_digitised is None
            and (str(c.digitisation) == "mandatory" or c.file is not None)
        ]

    def digitised(self):
        return [
            c
            for c in self.scope()
            if c.file is not None and any(str(s.role) == "officer" for s in c.signatures)
        ]

    def reused(self):
        return [c for c in self.there() if c.reuse is not None]

    def e_result(self):
        if self.d.result is None or self.d.result.file is None or self.d.finished_at is None:
            return False
        roles = {str(s.role) for s in self.d.result.signatures}
        return roles >= {"approver", "agency"}

    def legal_due(self):
        return self.d.legal_due_at or self.d.due_at

    def fee(self):
        return sum(f.amount for f in self.d.fees)

    def paid_online(self):
        return any(f.paid_at is not None and f.method == "online" for f in self.d.fees)


SLOW = {
    "received": lambda s: s.received_in(),
    "received_online": lambda s: s.received_in() and s.d.channel == "online",
    "received_direct": lambda s: s.received_in() and s.d.channel != "online",
    "carried": lambda s: s.carried(),
    "finished": lambda s: s.done(),
    "early": lambda s: s.done() and s.early(),
    "on_time": lambda s: s.done() and s.d.due_at is not None and not s.early() and not s.late(),
    "late": lambda s: s.done() and s.late(),
    "in_time": lambda s: s.done() and s.d.due_at is not None and not s.late(),
    "undated": lambda s: s.done() and s.d.due_at is None,
    "open": lambda s: s.open(),
    "open_in_time": lambda s: s.open() and not s.open_late(),
    "open_late": lambda s: s.open_late(),
    "refused": lambda s: s.finished_in() and s.d.outcome == "refusal",
    "stopped": lambda s: s.finished_in() and s.stopped,
    "extended": lambda s: s.done() and s.d.extension is not None,
    "supplemented": lambda s: s.done() and len(s.d.supplements) >= 1,
    "components_in_scope": lambda s: s.received_in() * len(s.scope()),
    "components_digitised": lambda s: s.received_in() * len(s.digitised()),
    "components_filed": lambda s: s.received_in() * len(s.there()),
    "components_reused": lambda s: s.received_in() * len(s.reused()),
    "dossiers_in_scope": lambda s: s.received_in() and len(s.scope()) > 0,
    "dossiers_digitised": lambda s: s.received_in() and 0 < len(s.scope()) == len(s.digitised()),
    "dossiers_reusing": lambda s: s.received_in() and len(s.reused()) > 0,
    "e_results": lambda s: s.done() and s.e_result(),
    "with_fee": lambda s: s.received_in() and s.fee() > 0,
    "paid_online": lambda s: s.received_in() and s.fee() > 0 and s.paid_online(),
    "fee_due": lambda s: s.received_in() * s.fee(),
    "fee_paid": lambda s: s.received_in() * sum(f.amount for f in s.d.fees if f.paid_at),
    "population_data": lambda s: (
        s.received_in() and (s.d.account != "" or s.d.identity.method in ("account", "chip"))
    ),
    "counts_41": lambda s: s.done() and s.e_result(),
    "counts_42": lambda s: s.done() and s.e_result() and len(s.digitised()) > 0,
    "counts_43": lambda s: s.done() and len(s.reused()) > 0,
    "counts_21": lambda s: (
        s.done() and s.d.due_at is not None and not s.late() and len(s.d.supplements) < 2
    ),
    "online_with_e_result": lambda s: s.done() and s.d.channel == "online" and s.e_result(),
    "reusable": lambda s: (
        s.done()
        and s.e_result()
        and any(
            str(c.digitisation) == "mandatory" and any(str(x.role) == "copy" for x in c.signatures)
            for c in s.digitised()
        )
    ),
    "bad_signatures": lambda s: (
        s.received_in()
        and any(c.verdict is not None and str(c.verdict.verdict) == "invalid" for c in s.there())
    ),
    "unsigned_intake": lambda s: s.received_in() and s.d.unsigned_reason != "",
    "legal_shorter": lambda s: s.done() and s.legal_due() and s.finished < day(s.legal_due()),
    "legal_equal": lambda s: (
        s.done()
        and s.legal_due()
        and s.finished >= day(s.legal_due())
        and s.d.finished_at <= s.legal_due()
    ),
    "legal_longer": lambda s: s.done() and s.legal_due() and s.d.finished_at > s.legal_due(),
    "no_contact": lambda s: s.done() and len(s.d.supplements) == 0,
    "one_contact": lambda s: s.done() and len(s.d.supplements) == 1,
    "without_visit": lambda s: (
        s.done()
        and s.d.channel == "online"
        and len(s.d.supplements) == 0
        and any(x.channel == "electronic" for x in s.d.deliveries)
    ),
    "online_late_finished": lambda s: s.done() and s.d.channel == "online" and s.late(),
    "online_late_open": lambda s: s.open_late() and s.d.channel == "online",
}


def asked(first, last, **more):
    return Asked(period=Period(first=first, last=last, asked_at=YEAR.now), **more)


def test_every_measure_has_its_slow_twin():
    assert set(SLOW) == set(SHELF.measures)


@pytest.mark.parametrize(("first", "last"), PERIODS)
def test_every_sum_by_procedure_unit_and_receiver(counter, first, last):
    database, kept = counter
    measures = tuple(SHELF.measures.values())
    slow = [(Slow(d, first, last, YEAR.now), d) for d, _ in kept]
    groups = {
        "procedure": lambda d: d.terms.code,
        "unit": lambda d: d.unit,
        "channel": lambda d: d.channel,
        "receiver": lambda d: next((s.issued_by for s in d.slips if s.key == "receipt"), ""),
    }
    for group, key in groups.items():
        wanted = defaultdict(Counter)
        for told, d in slow:
            for name, rule in SLOW.items():
                wanted[key(d)][name] += (
                    int(bool(rule(told))) if not _adds(name) else int(rule(told))
                )
        found = database.facts.sums(asked(first, last), measures, group)
        for row in found[:-1]:
            assert dict(row.sums) == {k: wanted[row.group][k] for k in SHELF.measures}, row.group
        whole = {k: sum(w[k] for w in wanted.values()) for k in SHELF.measures}
        assert dict(found[-1].sums) == whole
    assert any(whole.values())


def _adds(name):
    return SHELF.measures[name].adds is not None


def test_parts_add_up(counter):
    database, _ = counter
    for first, last in PERIODS:
        sums = database.facts.sums(asked(first, last), tuple(SHELF.measures.values()), "none")[
            0
        ].sums
        assert sums["received"] == sums["received_online"] + sums["received_direct"]
        assert sums["finished"] == sums["early"] + sums["on_time"] + sums["late"] + sums["undated"]
        assert sums["open"] == sums["open_in_time"] + sums["open_late"]
        ended = sums["finished"] + sums["stopped"]
        assert sums["carried"] + sums["received"] == ended + sums["open"]


@pytest.mark.parametrize(("first", "last"), PERIODS[:1])
def test_the_dossiers_behind_each_number(counter, first, last):
    database, kept = counter
    for name, measure in SHELF.measures.items():
        wanted = [str(d.code) for d, _ in kept if SLOW[name](Slow(d, first, last, YEAR.now))]
        found = [
            line.code for line in database.facts.behind(asked(first, last), measure, "none", "")
        ]
        assert sorted(found) == sorted(wanted), name
    register = [line.code for line in database.facts.register(asked(first, last))]
    wanted = sorted(str(d.code) for d, _ in kept if Slow(d, first, last, YEAR.now).received_in())
    assert register == wanted


def slow_visits(events):
    """Stays at steps, told from the states one after another."""
    places = {
        "ACCEPTED": "intake", "IN_APPRAISAL": "appraise", "OPINION_PENDING": "appraise",
        "IN_APPROVAL": "approve", "AWAITING_AGENCY_SIGNATURE": "agency_sign",
        "RESULT_READY": "return_result", "REFUSED": "return_result",
    }  # fmt: skip
    stays, here, since = [], None, None
    for event in events:
        there = places.get(event.to_state)
        if there != here:
            if here is not None:
                stays.append((here, event.user, since, event.at, event.to_state))
            here, since = there, event.at
    return stays


def weekdays(first, last):
    count, cursor = 0, first
    while cursor < last:
        cursor += dt.timedelta(days=1)
        count += cursor.weekday() < 5
    return count


@pytest.mark.parametrize(("first", "last"), PERIODS)
def test_visits(counter, first, last):
    database, kept = counter
    wanted = Counter()
    for d, events in kept:
        for step, user, since, until, _ in slow_visits(events):
            if first <= day(until) <= last:
                wanted[step, user, d.terms.code, weekdays(day(since), day(until))] += 1
    found = Counter()
    for visit in database.facts.visit_counts(asked(first, last)):
        found[visit.step, visit.user, visit.procedure, visit.days] += visit.count
    assert found == wanted
    backs = sum(v.count for v in database.facts.visit_counts(asked(first, last)) if v.way == "back")
    assert backs == sum(
        first <= day(e.at) <= last for _, events in kept for e in events if e.kind == "sent_back"
    )


@pytest.mark.parametrize(("first", "last"), PERIODS)
def test_items(counter, first, last):
    database, kept = counter

    def found(kind):
        sums = database.facts.item_sums(asked(first, last), kind, "procedure")
        return {
            (code, i.key, i.note): (i.count, i.amount) for code, many in sums.items() for i in many
        }

    wanted = defaultdict(lambda: [0, 0])
    for d, _ in kept:
        for fee in d.fees:
            if fee.paid_at is not None and first <= day(fee.paid_at) <= last:
                wanted[d.terms.code, fee.name, fee.method][0] += 1
                wanted[d.terms.code, fee.name, fee.method][1] += fee.amount - fee.refunded
    assert found("fee") == {k: tuple(v) for k, v in wanted.items()}
    wanted = Counter(
        (d.terms.code, p.component, s.origin)
        for d, _ in kept
        for s in d.supplements
        for p in s.points
        if first <= day(s.asked_at) <= last
    )
    assert {k: v[0] for k, v in found("supplement").items()} == wanted
    wanted = Counter(
        (d.terms.code, name, "")
        for d, _ in kept
        for name, value in d.form.values.items()
        if str(value.origin) == "typed" and value.rivals and first <= day(value.verified_at) <= last
    )
    assert {k: v[0] for k, v in found("correction").items()} == wanted


def test_lines_made_again_are_the_lines_that_were_kept(counter):
    database, _ = counter

    def all_lines():
        with database.engine.connect() as connection:
            return [
                [
                    tuple(row)
                    for row in connection.execute(t.select().order_by(*t.primary_key.columns))
                ]
                for t in TABLES
            ]

    kept = all_lines()
    assert database.facts.catch_up() == 0
    with database.engine.begin() as connection:
        connection.execute(
            TABLES[0].update().where(TABLES[0].c.no % 7 == 0).values(version=0, flags=1)
        )
        connection.execute(TABLES[1].delete().where(TABLES[1].c.no % 7 == 0))
    assert database.facts.catch_up() == 0, "an opened database is looked at once"
    reopened = SqlFacts(database.engine, database.facts._working_days)
    assert reopened.catch_up() > 0
    assert all_lines() == kept


@pytest.mark.parametrize(("first", "last"), PERIODS)
def test_a_snapshot_gives_the_same_report(counter, tmp_path, first, last):
    database, _ = counter
    file = tmp_path / "facts.gz"
    question = asked(first, last)
    count = write_snapshot(database.facts, question, file)
    assert count > 0
    snapshot = SnapshotFacts(file)
    measures = tuple(SHELF.measures.values())
    for group in ("none", "procedure", "unit", "channel", "receiver"):
        live = [(r.group, dict(r.sums)) for r in database.facts.sums(question, measures, group)]
        kept = [(r.group, dict(r.sums)) for r in snapshot.sums(question, measures, group)]
        assert kept == live
    assert snapshot.visit_counts(question) == database.facts.visit_counts(question)
    assert snapshot.item_sums(question, "fee", "procedure") == database.facts.item_sums(
        question, "fee", "procedure"
    )
    late = SHELF.measures["late"]
    assert [x.code for x in snapshot.behind(question, late, "none", "")] == [
        x.code for x in database.facts.behind(question, late, "none", "")
    ]


def test_a_damaged_snapshot_is_refused(tmp_path):
    file = tmp_path / "facts.gz"
    file.write_bytes(b"nothing of ours")
    with pytest.raises(IntegrityError) as caught:
        SnapshotFacts(file)
    assert caught.value.code == "reports.snapshot"
