"""What each number of a report should be, told from whole dossiers in the plainest way.

Nothing here is taken from the program's own counting: every rule is written anew from the sentence
that stands beside the number (resources/reports/measures.toml).
"""

import datetime as dt
import json
import math
import tomllib
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from pathlib import Path

import resources
from desk_app.domain.moments import VIETNAM

ORDER = ("intake", "appraise", "approve", "agency_sign", "return_result")
PLACES = {
    "ACCEPTED": "intake", "IN_APPRAISAL": "appraise", "OPINION_PENDING": "appraise",
    "IN_APPROVAL": "approve", "AWAITING_AGENCY_SIGNATURE": "agency_sign",
    "RESULT_READY": "return_result", "REFUSED": "return_result",
}  # fmt: skip
"""Where a dossier lies in each state; anywhere else it is in nobody's hands at the office."""


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
    "evaluated": lambda s: s.done() and len(s.d.evaluations) > 0,
    "online_late_open": lambda s: s.open_late() and s.d.channel == "online",
}


def slow_visits(events):
    """Stays at steps, told from the states one after another."""
    stays, here, since = [], None, None
    for event in events:
        there = PLACES.get(event.to_state)
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


def visits_of(dossier_events, first, last):
    """Stays at a step of the office that ended in the period: step, user, days, whether sent back."""
    for step, user, since, until, state in slow_visits(dossier_events):
        if first <= day(until) <= last:
            there = PLACES.get(state)
            back = there is not None and ORDER.index(there) < ORDER.index(step)
            yield step, user, weekdays(day(since), day(until)), back


def incidents_of(d, first, last):
    """What went wrong with a dossier in the period: kind, day, component, words."""
    found = []
    if d.code is None:
        return found
    if d.unsigned_reason:
        found.append(("unsigned_intake", day(d.received_at), "", d.unsigned_reason))
    for c in d.components:
        if c.verdict is not None and str(c.verdict.verdict) == "invalid":
            found.append(("bad_signature", day(c.verdict.checked_at), c.key, c.verdict.sentence))
        if c.not_digitised is not None:
            on = day(c.not_digitised.decided_at)
            found.append(("left_on_paper", on, c.key, c.not_digitised.reason))
    found += [("mismatch", day(m.at), m.component, m.field) for m in d.mismatches]
    found += [(f"feedback_{f.about}", day(f.received_at), "", f.text) for f in d.feedback]
    return [each for each in found if first <= each[1] <= last]


class Laws:
    """The shipped procedures as their files say, without the program's reading of them."""

    def __init__(self):
        self.all, self.forms = [], {}
        self.folder = Path(resources.__file__).parent
        for file in sorted((self.folder / "procedures").glob("*.toml")):
            self.all.append(tomllib.loads(file.read_text(encoding="utf-8")))

    def newest(self, code):
        """The newest version of a code."""
        return max((p for p in self.all if p.get("code") == code), key=lambda p: p["version"])

    def field(self, law, name):
        """What a field of the procedure's form is called; its name where the form has none."""
        if law["form"] not in self.forms:
            file = self.folder / "eforms" / f"{law['form']}.json"
            self.forms[law["form"]] = json.loads(file.read_text(encoding="utf-8"))
        form = self.forms[law["form"]]
        shown = {f["name"]: f for s in form["ui"]["sections"] for f in s["fields"]}
        if name not in shown:
            return name
        return shown[name].get("label") or form["schema"]["properties"][name]["title"]

    def allowed(self, code, version, step):
        """Whole working days of a step; None where nothing can be said."""
        found = [p for p in self.all if p.get("code") == code and p["version"] == int(version)]
        if not found or step == "return_result" or found[0]["term"]["unit"] != "working_days":
            return None
        shares = [Decimal(str(s["amount"])) for s in found[0]["steps"] if s["step"] == step]
        return int(sum(shares).to_integral_value(ROUND_CEILING)) if shares else None

    def online_percent(self, on):
        """Share of the procedures in force that day that may be filed online."""
        keys = {p["key"] for p in self.all}
        held = [
            max(
                (
                    p
                    for p in self.all
                    if p["key"] == key and p["valid_from"] <= on <= p.get("valid_to", on)
                ),
                key=lambda p: (p["valid_from"], p["version"]),
                default=None,
            )
            for key in keys
        ]
        held = [p for p in held if p is not None]
        return Decimal(100 * sum("online" in p["channels_in"] for p in held)) / len(held)


def half_up(part, whole, places=2):
    """A quotient as a published figure: half rounded up."""
    if not whole:
        return None
    exact = Decimal(part) / Decimal(whole)
    return float(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
