"""Every cell of every report, as an officer gets it, counted again from whole dossiers."""

from collections import Counter, defaultdict
from dataclasses import replace

import pytest

from desk_app.application.reports.reports import ReportOrder
from desk_app.domain.people import Actor, Role
from tests.integration.reports.conftest import PERIODS, SHELF, YEAR, asked
from tests.kit.recount import SLOW, Laws, Slow, day, half_up, incidents_of, visits_of

pytestmark = [pytest.mark.xdist_group("recount"), pytest.mark.timeout(900)]

LEADER = Actor(
    user="head", full_name="x", unit="H99.01", desk="1", roles=frozenset({Role.ONE_STOP_HEAD})
)
INPUTS = {"indicator_5": 2.0, "indicator_6": 1.0, "indicator_8": 2.0, "founded_complaints": 3.0}
LAWS = Laws()
INCIDENTS = (
    "unsigned_intake", "bad_signature", "left_on_paper", "mismatch", "feedback_regulation",
    "feedback_execution",
)  # fmt: skip


class Then:
    """A clock that stands at the invented year's present."""

    def now(self):
        return YEAR.now


@pytest.fixture(scope="package")
def reports(desk, counter):
    """The office's reports over the counter's dossiers."""
    database, _ = counter
    return desk.reports.over(database.facts, replace(desk.office, clock=Then()))


def made(reports, name, first, last):
    return reports.make(ReportOrder(name=name, first=first, last=last, actor=LEADER, inputs=INPUTS))


def receipt_by(dossier):
    return next((s.issued_by for s in dossier.slips if s.key == "receipt"), "")


GROUPS = {
    "procedure": lambda d: d.terms.code,
    "unit": lambda d: d.unit,
    "receiver": receipt_by,
    "sector": lambda d: LAWS.newest(d.terms.code)["sector"]["name"],
}


def counted(kept, first, last, key):
    """Every measure by group, and of the whole (group None)."""
    sums = defaultdict(Counter)
    for dossier, _ in kept:
        told = Slow(dossier, first, last, YEAR.now)
        for name, rule in SLOW.items():
            number = int(rule(told))
            sums[key(dossier)][name] += number
            sums[None][name] += number
    return sums


def cell(column, sums):
    if column not in SHELF.rates:
        return sums[column]
    rate = SHELF.rates[column]
    return half_up(100 * sums[rate.part], sums[rate.whole])


def of_kind(kind):
    return [r.key for r in SHELF.reports.values() if r.kind == kind]


def test_every_kind_of_report_is_counted_again_here():
    assert {r.kind for r in SHELF.reports.values()} == {
        "sums", "visits", "items", "lines", "register", "indicators",
    }  # fmt: skip
    assert {r.group for r in SHELF.reports.values() if r.kind == "sums"} <= set(GROUPS)


@pytest.mark.parametrize(("first", "last"), PERIODS)
def test_sums_and_rates(reports, counter, first, last):
    _, kept = counter
    by_group = {name: counted(kept, first, last, key) for name, key in GROUPS.items()}
    for name in of_kind("sums"):
        definition = SHELF.reports[name]
        table = made(reports, name, first, last)
        sums = by_group[definition.group]
        needed = [m for c in definition.columns for m in _under(c)]
        rows = {k: s for k, s in sums.items() if k is not None and any(s[m] for m in needed)}
        assert {r.group for r in table.rows} == set(rows), name
        for row in table.rows:
            wanted = {c: cell(c, rows[row.group]) for c in definition.columns}
            assert dict(row.values) == wanted, (name, row.group)
        assert dict(table.total.values) == {c: cell(c, sums[None]) for c in definition.columns}
        assert any(table.total.values.values())


def _under(column):
    rate = SHELF.rates.get(column)
    return (rate.part, rate.whole) if rate else (column,)


def stays(kept, first, last):
    for dossier, events in kept:
        for step, user, days, back in visits_of(events, first, last):
            yield dossier, step, user, days, back


def points(days, allowed):
    if allowed is None:
        return "unjudged"
    return "shorter" if days < allowed else "equal" if days == allowed else "longer"


@pytest.mark.parametrize(("first", "last"), PERIODS)
@pytest.mark.parametrize("name", of_kind("visits"))
def test_times_of_steps_and_officers(reports, counter, name, first, last):
    _, kept = counter
    rows, whole = defaultdict(Counter), Counter()
    for dossier, step, user, days, back in stays(kept, first, last):
        key = f"{user} · {step}" if SHELF.reports[name].personal else step
        allowed = LAWS.allowed(dossier.terms.code, dossier.terms.version, step)
        for line in (rows[key], whole):
            line.update({"visits": 1, points(days, allowed): 1, "days": days, "sent_back": back})
    table = made(reports, name, first, last)
    assert {r.group for r in table.rows} == set(rows)
    for row, sums in [*((r, rows[r.group]) for r in table.rows), (table.total, whole)]:
        wanted = {k: sums[k] for k in ("visits", "shorter", "equal", "longer", "unjudged")}
        average = half_up(sums["days"], sums["visits"])
        assert dict(row.values) == wanted | {
            "average_days": average, "sent_back": sums["sent_back"],
        }  # fmt: skip


def items(kept, kind, first, last):
    """Procedure, name, note and đồng of every countable thing of the period."""
    for d, _ in kept:
        law = LAWS.newest(d.terms.code)
        names = {c["key"]: c["name"] for c in law["components"]}
        if kind == "fee":
            for fee in d.fees:
                if fee.paid_at is not None and first <= day(fee.paid_at) <= last:
                    yield d.terms.code, fee.name, fee.method, fee.amount - fee.refunded
        elif kind == "supplement":
            for asked_for in d.supplements:
                if first <= day(asked_for.asked_at) <= last:
                    for point in asked_for.points:
                        key = point.component
                        yield d.terms.code, names.get(key, key), asked_for.origin, 0
        elif kind == "evaluation":
            for slip in d.evaluations:
                if first <= day(slip.at) <= last:
                    yield d.terms.code, "Số phiếu", slip.channel, 0
                    for question, answer in slip.answers.items():
                        yield d.terms.code, f"Câu {question}", answer, 0
        else:
            for name, value in d.form.values.items():
                typed = str(value.origin) == "typed" and value.rivals
                if typed and first <= day(value.verified_at) <= last:
                    yield d.terms.code, LAWS.field(law, name), "", 0


@pytest.mark.parametrize(("first", "last"), PERIODS)
@pytest.mark.parametrize("name", of_kind("items"))
def test_fees_supplements_and_corrections(reports, counter, name, first, last):
    _, kept = counter
    kind = SHELF.reports[name].item_kind
    count, money = Counter(), Counter()
    for code, what, note, amount in items(kept, kind, first, last):
        count[code, what, note] += 1
        money[code, what, note] += amount
    table = made(reports, name, first, last)
    found = {(r.group, r.values["key"], r.values["note"]): r.values for r in table.rows}
    assert len(found) == len(table.rows)
    assert {k: v["count"] for k, v in found.items()} == count
    assert table.total.values["count"] == count.total() > 0
    if kind == "fee":
        assert {k: v["amount"] for k, v in found.items()} == money
        assert table.total.values["amount"] == money.total()


@pytest.mark.parametrize(("first", "last"), PERIODS)
def test_incidents_one_by_one(reports, counter, first, last):
    _, kept = counter
    wanted = Counter(
        (str(d.code), d.terms.code, d.unit, kind, on.strftime("%d/%m/%Y"), component, words)
        for d, _ in kept
        for kind, on, component, words in incidents_of(d, first, last)
    )
    named = {reports.words(f"report.incident.{kind}"): kind for kind in INCIDENTS}
    found = Counter()
    table = made(reports, "incidents", first, last)
    for row in table.rows:
        v = row.values
        code = v["procedure"].split(" · ")[0]
        names = {c["name"]: c["key"] for c in LAWS.newest(code)["components"]}
        component = names.get(v["note"], v["note"])
        key = (row.group, code, v["unit"], named[v["key"]], v["on"], component, v["mark"])
        found[key] += 1
    assert found == wanted
    assert table.total.values == {"key": wanted.total()}
    days = [row.values["on"].split("/")[::-1] for row in table.rows]
    assert days == sorted(days)


@pytest.mark.parametrize(("first", "last"), PERIODS)
def test_the_register_line_by_line(reports, counter, first, last):
    _, kept = counter
    received = [d for d, _ in kept if Slow(d, first, last, YEAR.now).received_in()]
    table = made(reports, "register", first, last)
    assert table.total.values == {"code": len(received)}
    lines = list(reports.register(ReportOrder(name="register", first=first, last=last)))
    assert [line.code for line in lines] == sorted(str(d.code) for d in received)
    by_code = {str(d.code): d for d in received}
    for line in lines:
        d = by_code[line.code]
        handed = [x.at for x in d.deliveries if x.at is not None]
        assert line.procedure == d.terms.name
        assert line.applicant == d.applicant.full_name
        assert (line.unit, line.channel, line.state) == (d.unit, d.channel, str(d.state))
        assert (line.received_on, line.finished_on) == (day(d.received_at), day(d.finished_at))
        assert line.returned_on == day(min(handed, default=None))
        assert line.due_at == d.due_at


@pytest.mark.parametrize(("first", "last"), PERIODS)
def test_the_nine_indicators(reports, counter, first, last):
    _, kept = counter
    n = counted(kept, first, last, lambda d: "")[None]
    visits = Counter(
        points(days, LAWS.allowed(d.terms.code, d.terms.version, step))
        for d, step, _, days, _ in stays(kept, first, last)
    )
    lost = int(INPUTS["founded_complaints"])
    good = max(n["early"] - lost, 0)
    fair = n["on_time"] - max(lost - n["early"], 0)
    share = 100 * n["received_online"] / n["received"]
    late = n["online_late_finished"] + n["online_late_open"]
    online = (
        0 if share < 15 or late else 2 if share >= 30 and LAWS.online_percent(last) >= 20 else 1
    )
    dated = n["legal_shorter"] + n["legal_equal"] + n["legal_longer"]
    judged = visits["shorter"] + visits["equal"] + visits["longer"]
    wanted = [
        half_up(2 * n["legal_shorter"] + n["legal_equal"], dated, 1),
        half_up(2 * visits["shorter"] + visits["equal"], judged, 1),
        half_up(2 * n["no_contact"] + n["one_contact"], n["finished"], 1),
        half_up(n["finished"] + n["without_visit"], n["finished"], 1),
        INPUTS["indicator_5"], INPUTS["indicator_6"],
        half_up(2 * good + fair, n["finished"], 1),
        INPUTS["indicator_8"], float(online),
    ]  # fmt: skip
    table = made(reports, "indicators", first, last)
    assert [row.values["score"] for row in table.rows] == wanted
    assert table.total.values["score"] == pytest.approx(sum(wanted), abs=0.01)


def test_a_number_changes_when_one_dossier_does(reports, counter):
    """The recount can fail: with one dossier left out it no longer agrees."""
    _, kept = counter
    first, last = PERIODS[1]
    left_out = next(d for d, _ in kept if Slow(d, first, last, YEAR.now).received_in())
    fewer = [(d, e) for d, e in kept if d is not left_out]
    table = made(reports, "processing", first, last)
    row = next(r for r in table.rows if r.group == left_out.terms.code)
    again = counted(fewer, first, last, GROUPS["procedure"])[row.group]
    assert row.values["received"] == again["received"] + 1
    assert reports.facts.sums(asked(first, last), [SHELF.measures["received"]], "none")
