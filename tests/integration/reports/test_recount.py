"""Every number of every report counted again, slowly, from whole dossiers and their events."""

from collections import Counter, defaultdict

import pytest

from desk_app.adapters.documents.snapshot import SnapshotFacts, write_snapshot
from desk_app.adapters.persistence.fact_rows import TABLES
from desk_app.adapters.persistence.fact_store import SqlFacts
from desk_app.domain.errors import IntegrityError
from tests.integration.reports.conftest import PERIODS, SHELF, YEAR, asked
from tests.kit.recount import SLOW, Slow, day, slow_visits, weekdays

pytestmark = [pytest.mark.xdist_group("recount"), pytest.mark.timeout(900)]


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
