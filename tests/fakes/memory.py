"""An office in memory: unit of work, lists, papers and clock that behave like the durable ones.

What is stored is stored as copies made by value, so that nobody changes the store by changing an
aggregate. The lists are written the plain way; they are the oracle of the indexed ones.
"""

import datetime as dt
import hashlib
import io
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from desk_app.adapters.persistence.codec import decode, encode
from desk_app.application.enquiries import ChainReport, Counts, StoredEvent, WorkList, WorkRow
from desk_app.application.sync_errors import SlotExhaustedError
from desk_app.domain.components import PaperRef
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import ConflictError, IntegrityError, NotFoundError
from desk_app.domain.events import GENESIS, chain_head
from desk_app.domain.identifiers import id_ending, provisional_number
from desk_app.domain.learned import Learned, Review
from desk_app.domain.workflow import State

_STEPS = {
    "intake_officer": "intake",
    "appraiser": "appraise",
    "approver": "approve",
    "records_clerk": "agency_sign",
    "result_officer": "return_result",
}


class MemoryStore:
    """What survives a unit of work; ``index`` answers the questions about it."""

    def __init__(self, now=lambda: dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)):
        self.now = now
        self.dossiers = {}
        self.updated = {}
        self.events = {}
        self.outbox = []
        self.numbers = {}
        self.records = []
        self.custody = []
        self.codes = MemoryCodes()
        self.held = {}
        self.learned = {}
        self.index = MemoryIndex(self)

    @contextmanager
    def unit_of_work(self) -> Iterator["MemoryUnitOfWork"]:
        yield MemoryUnitOfWork(self)

    def newest_records(self, kind):
        newest = {key: body for k, key, body in self.records if k == kind}
        return tuple(sorted(newest.items()))

    def close(self) -> None:
        """Nothing to give back."""


class MemoryUnitOfWork:
    """Collects changes and applies them at commit."""

    def __init__(self, store):
        self._store = store
        self._changed = {}
        self._events = {}
        self._numbers = dict(store.numbers)
        self._lines = list(store.records)
        self._entries = []
        self.dossiers = self
        self.outbox = _Entries(self, store)
        self.numbers = self
        self.records = _Records(self)
        self.custody = MemoryCustody(store.custody)
        self.codes = store.codes
        self.held = MemoryHeld(store.held)
        self.learned = MemoryLearned(store.learned)

    def get(self, dossier_id) -> Dossier:
        stored = self._changed.get(dossier_id) or self._store.dossiers.get(dossier_id)
        if stored is None:
            raise NotFoundError("dossier.not_found", {"dossier": str(dossier_id)[:60]})
        return decode(Dossier, stored)

    def find(self, text) -> Dossier:
        wanted = text.strip()
        for stored in {**self._store.dossiers, **self._changed}.values():
            dossier = decode(Dossier, stored)
            ending = id_ending(wanted)
            if ending and dossier.id.endswith(ending):
                return dossier
            if wanted.lower() == dossier.id or wanted.upper() == str(dossier.code):
                return dossier
        raise NotFoundError("dossier.not_found", {"dossier": wanted[:60]})

    def add(self, dossier) -> None:
        known = [self.get(i) for i in {**self._store.dossiers, **self._changed}]
        if any(dossier.id == k.id or (k.code and k.code == dossier.code) for k in known):
            raise ConflictError("dossier.changed", {"dossier": dossier.id})
        dossier.version = 0
        self._put(dossier)

    def save(self, dossier) -> None:
        stored = self.get(dossier.id)
        if stored.version != dossier.version:
            raise ConflictError("dossier.changed", {"seen": dossier.version, "now": stored.version})
        self._put(dossier)

    def _put(self, dossier):
        dossier.version += 1
        self._events.setdefault(dossier.id, []).extend(dossier.events)
        dossier.events = []
        self._changed[dossier.id] = encode(dossier)

    def next(self, book) -> int:
        self._numbers[book] = self._numbers.get(book, 0) + 1
        return self._numbers[book]

    def commit(self) -> None:
        store = self._store
        for dossier_id, stored in self._changed.items():
            store.dossiers[dossier_id] = stored
            store.updated[dossier_id] = store.now()
            chain = store.events.setdefault(dossier_id, [])
            for event in self._events.get(dossier_id, []):
                previous = chain[-1][0] if chain else GENESIS
                chain.append((chain_head(previous, len(chain) + 1, event), event))
        store.numbers = dict(self._numbers)
        store.outbox += self._entries
        store.records = list(self._lines)
        self._changed, self._events, self._entries = {}, {}, []
        store.held = dict(self.held.kept)
        store.learned = dict(self.learned.kept)
        store.custody += self.custody.fresh
        self.custody.fresh = []


class MemoryCodes:
    """A desk without lease and stock; a target's answer is put in by a test."""

    def __init__(self):
        self.answers = []

    def take_serial(self, unit, *, day, device_gen, at, device_id):
        raise SlotExhaustedError(unit, day)

    def take_pool(self, target, unit, *, device_id, device_gen):
        return None

    def arrived(self):
        return list(self.answers)


class MemoryCustody:
    """The register of seal tokens."""

    def __init__(self, stored):
        self._stored = stored
        self.fresh = []

    def entries(self, token=""):
        lines = [*self._stored, *self.fresh]
        return tuple(line for line in lines if not token or line.token == token)

    def add(self, entry) -> None:
        self.fresh.append(entry)


class MemoryLearned:
    """Lessons by their ids."""

    def __init__(self, stored):
        self.kept = dict(stored)

    def note(self, lesson, *, at) -> None:
        known = self.kept.get(lesson.id)
        if known is None:
            known = Learned(lesson=lesson, count=0, review=Review.WAITING, first_at=at, last_at=at)
        self.kept[lesson.id] = replace(known, count=known.count + 1, last_at=at)

    def keep(self, learned) -> None:
        self.kept[learned.lesson.id] = learned

    def forget(self, lesson) -> None:
        self.kept.pop(lesson.id, None)

    def all(self, *, kind=None, review=None):
        return tuple(
            one
            for _, one in sorted(self.kept.items())
            if kind in (None, one.lesson.kind) and review in (None, one.review)
        )


class MemoryHeld:
    """Papers that stores hold."""

    def __init__(self, stored):
        self.kept = dict(stored)

    def keep(self, papers):
        self.kept |= {(paper.store, paper.paper_id): paper for paper in papers}

    def of(self, owner):
        found = [paper for paper in self.kept.values() if paper.owner == owner]
        found.sort(key=lambda paper: (paper.store, paper.paper_id))
        return tuple(sorted(found, key=lambda paper: paper.dated_on, reverse=True))

    def one(self, store, paper_id):
        return self.kept.get((store, paper_id))

    def find(self, text, *, limit=50):
        wanted = _plain(text)
        found = [
            paper
            for paper in sorted(self.kept.values(), key=lambda paper: paper.paper_id)
            if wanted and _fits_paper(paper, wanted)
        ]
        return tuple(sorted(found, key=lambda paper: paper.dated_on, reverse=True)[:limit])


def _fits_paper(paper, wanted):
    said = (paper.owner, paper.name, paper.number, paper.issued_by, paper.procedure_code)
    have = _plain(" ".join((*said, paper.dated_on, *paper.values.values())))
    return all(any(word.startswith(one) for word in have) for one in wanted)


class _Records:
    """The office's records as a use case sees them."""

    def __init__(self, unit):
        self._unit = unit

    def add(self, kind, key, body, *, at, by) -> int:
        version = 1 + sum(line[:2] == (kind, key) for line in self._unit._lines)
        self._unit._lines.append((kind, key, dict(body)))
        return version

    def newest(self, kind):
        newest = {key: body for k, key, body in self._unit._lines if k == kind}
        return tuple(sorted(newest.items()))


class _Entries(list):
    """The outbox as a use case sees it."""

    def __init__(self, unit, store):
        super().__init__()
        self._unit = unit
        self._store = store

    def _rows(self):
        return [*self._store.outbox, *self._unit._entries]

    def next_seq(self, target, dossier_id) -> int:
        return 1 + sum(e.target == target and e.dossier_id == dossier_id for e in self._rows())

    def add(self, entry) -> None:
        number = (entry.target, entry.dossier_id, entry.dossier_seq)
        for known in self._rows():
            if number == (known.target, known.dossier_id, known.dossier_seq):
                raise ConflictError("dossier.changed", {"dossier": entry.dossier_id})
        self._unit._entries.append(entry)


class MemoryIndex:
    """Lists, counts and history by looking at everything."""

    def __init__(self, store):
        self._store = store

    def _all(self):
        return [decode(Dossier, stored) for stored in self._store.dossiers.values()]

    def work_list(self, query, *, now) -> WorkList:
        everything = self._all()
        code = query.text.strip().upper()
        if any(str(d.code) == code for d in everything):
            everything = [d for d in everything if str(d.code) == code]
            query = replace(query, text="")
        found = [d for d in everything if self._fits(d, query, now)]
        found.sort(key=lambda d: self._store.updated[d.id], reverse=True)
        if query.text:
            numbers = {dossier_id: no for no, dossier_id in enumerate(self._store.dossiers)}
            found.sort(key=lambda d: 0 if d.is_open else -numbers[d.id])
        found.sort(key=lambda d: (not d.is_open, d.is_open and d.due_at is None, _due(d)))
        rows = tuple(self._row(d) for d in found[: query.limit])
        return WorkList(rows=rows, total=len(found) if len(found) < query.limit else None)

    def count(self, query, *, now) -> int:
        return len(
            self.work_list(replace(query, limit=len(self._store.dossiers) + 1), now=now).rows
        )

    def _fits(self, dossier, query, now) -> bool:
        return (
            self._in_scope(dossier, query, now)
            and (not query.step or (dossier.is_open and dossier.step == query.step))
            and (not query.unit or dossier.unit == query.unit)
            and (not query.procedure or dossier.terms.code == query.procedure)
            and (not query.waiting_for or dossier.waiting_for == query.waiting_for)
            and (not query.claimed_by or dossier.claimed_by == query.claimed_by)
            and (not query.procedures or dossier.terms.code in query.procedures)
            and (dossier.step, dossier.terms.code) not in query.closed
            and _has_words(dossier, query.text)
        )

    def _in_scope(self, dossier, query, now) -> bool:
        mine = {_STEPS[role] for role in query.roles if role in _STEPS}
        return {
            "office": True,
            "mine": dossier.is_open and dossier.step in mine,
            "overdue": _is_late(dossier, now),
            "today": _is_due_on(dossier, now),
            "active": dossier.is_open,
            "soon": _is_soon(dossier, now),
            "done": self._done_on(dossier, now),
            "supplement": dossier.state is State.SUPPLEMENT_REQUESTED,
            "online": dossier.state is State.SUBMITTED,
        }[query.scope]

    def _done_on(self, dossier, now) -> bool:
        at = self._store.updated[dossier.id].astimezone(now.tzinfo)
        return dossier.state is State.RETURNED and at.date() == now.date()

    def counts(self, query, *, now) -> Counts:
        mine = [d for d in self._all() if not query.unit or d.unit == query.unit]
        open_ = [d for d in mine if d.is_open]
        late = [d for d in open_ if _is_late(d, now)]
        steps = sorted({d.step.value for d in open_})
        return Counts(
            steps={step: sum(d.step == step for d in open_) for step in steps},
            overdue_steps=frozenset(d.step.value for d in late),
            overdue=len(late),
            due_today=sum(_is_due_on(d, now) for d in open_),
            active=len(open_),
            done_today=sum(self._done_on(d, now) for d in mine),
            supplement=sum(d.state is State.SUPPLEMENT_REQUESTED for d in mine),
            online=sum(d.state is State.SUBMITTED for d in mine),
            outbox=len(self._store.outbox),
        )

    def events(self, dossier_id) -> tuple[StoredEvent, ...]:
        found = []
        for seq, (head, event) in enumerate(self._store.events.get(dossier_id, []), start=1):
            fields = encode(event)
            for name in ("dossier_id", "unit"):
                fields.pop(name)
            fields["at"] = event.at
            fields["files"] = event.files
            fields["canonical"] = event.canonical().decode()
            found.append(StoredEvent(seq=seq, head=head, **fields))
        return tuple(found)

    def check_chain(self, dossier_id=None) -> ChainReport:
        wanted = [dossier_id] if dossier_id else list(self._store.dossiers)
        events = sum(len(self._store.events.get(i, [])) for i in wanted)
        return ChainReport(dossiers=len(wanted), events=events, anchors=0)

    def with_deliveries(self, now, *, limit):
        found = []
        for dossier in self._all():
            waiting = [i for i in (*dossier.notices, *dossier.releases) if i.is_waiting]
            times = [i.next_try_at for i in waiting if i.next_try_at <= now]
            if times:
                found.append((min(times), dossier.id))
        return tuple(dossier_id for _, dossier_id in sorted(found)[:limit])

    def of_person(self, identifier, *, limit) -> tuple[str, ...]:
        """Ids of the newest dossiers of one person."""
        theirs = [d.id for d in self._all() if d.applicant and d.applicant.identifier == identifier]
        return tuple(reversed(theirs))[:limit]

    def open_with(self, identifier, procedure_code) -> tuple[WorkRow, ...]:
        return tuple(
            self._row(d)
            for d in self._all()
            if d.is_open
            and d.terms.code == procedure_code
            and d.applicant is not None
            and d.applicant.identifier == identifier
        )

    def _row(self, dossier) -> WorkRow:
        who = dossier.applicant
        waits = any(e.dossier_id == dossier.id for e in self._store.outbox)
        return WorkRow(
            id=dossier.id,
            code=dossier.shown_code,
            applicant=who.full_name if who else "",
            identifier=who.identifier if who else "",
            procedure=dossier.terms.name,
            state=dossier.state.value,
            step=dossier.step.value,
            due_at=dossier.due_at,
            updated_at=self._store.updated[dossier.id],
            sync="waiting" if waits else "none",
            version=dossier.version,
        )


def _due(dossier):
    last = dt.datetime.max.replace(tzinfo=dt.UTC)
    return dossier.due_at if dossier.is_open and dossier.due_at else last


def _is_late(dossier, now) -> bool:
    due = dossier.due_at
    return dossier.is_open and dossier.finished_at is None and due is not None and due < now


def _is_due_on(dossier, now) -> bool:
    due = dossier.due_at
    return dossier.is_open and due is not None and due.astimezone(now.tzinfo).date() == now.date()


def _is_soon(dossier, now) -> bool:
    due = dossier.due_at
    within = due is not None and now <= due <= now + dt.timedelta(days=7)
    return dossier.is_open and dossier.finished_at is None and within


def _plain(text) -> list[str]:
    lower = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    kept = "".join(c if c.isalnum() else " " for c in lower if not unicodedata.combining(c))
    return kept.split()


def _has_words(dossier, text) -> bool:
    parts = [str(dossier.code or ""), dossier.terms.name, dossier.terms.code]
    if dossier.is_received and (dossier.code is None or dossier.coded_at_version):
        parts.append(provisional_number(dossier.id))
    for who in (dossier.applicant, dossier.representative):
        if who is not None:
            parts += [who.full_name, who.identifier, who.phone, who.address]
    have = _plain(" ".join(parts))
    have += [w[-n:] for w in have if w.isdigit() and len(w) >= 8 for n in (4, 5, 6)]
    return all(any(h.startswith(word) for h in have) for word in _plain(text))


class MemoryPapers:
    """Papers by digest, in memory."""

    def __init__(self):
        self._bytes = {}

    def put(self, data, *, name, media_type, pages=0, derived_from=None) -> PaperRef:
        digest = hashlib.sha256(data).hexdigest()
        self._bytes[digest] = bytes(data)
        ref = PaperRef(sha256=digest, name=name, media_type=media_type, size=len(data))
        return replace(ref, pages=pages, derived_from=derived_from)

    def put_file(self, path, *, name, media_type, pages=0, derived_from=None) -> PaperRef:
        data = Path(path).read_bytes()
        more = {"pages": pages, "derived_from": derived_from}
        return self.put(data, name=name, media_type=media_type, **more)

    def read(self, digest) -> bytes:
        if digest not in self._bytes:
            raise IntegrityError("papers.damaged", {"sha256": digest})
        return self._bytes[digest]

    def open(self, digest):
        return io.BytesIO(self.read(digest))

    def has(self, digest) -> bool:
        return digest in self._bytes

    @contextmanager
    def plain_file(self, ref) -> Iterator[Path]:
        data = self.read(ref.sha256)
        with tempfile.TemporaryDirectory() as folder:
            name = "".join("_" if c in '\\/:*?"<>|' or ord(c) < 32 else c for c in ref.name)
            path = Path(folder) / (name[-80:] or "paper")
            path.write_bytes(data)
            yield path


class FrozenClock:
    """A clock that stands still until it is told to move."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at

    def now(self) -> dt.datetime:
        return self.at

    def tick(self, **delta) -> None:
        self.at += dt.timedelta(**delta)
