"""The read side: lists, numbers, one dossier, the surroundings, and pages as pictures."""

from collections.abc import Mapping
from dataclasses import replace

from desk_app.application.commands.papers import OpenSensitive
from desk_app.domain.errors import RuleError
from desk_app.ui import contract as c
from desk_app.ui.connect.parts import PdfPages
from desk_app.ui.connect.sitting import Sitting
from desk_app.ui.connect.tokens import TokensPart
from desk_app.ui.connect.views import work_row


class EnquiriesPart:
    """The read side."""

    def __init__(self, sitting: Sitting, tokens: TokensPart) -> None:
        self._sitting, self._tokens = sitting, tokens

    def work_list(self, query: c.WorkQuery) -> c.WorkList:
        """Rows for a list, a step queue or a search."""
        if _is_of_tasks(query):
            tasks = self._sitting.tasks(fresh=True)
            rows = tuple(replace(work_row(each.row), task=each.task) for each in tasks)
            return c.WorkList(rows=rows, total=len(rows))
        found = self._sitting.desk.enquiries.work_list(self._sitting.query(query))
        return c.WorkList(rows=tuple(work_row(row) for row in found.rows), total=found.total)

    def count(self, query: c.WorkQuery) -> int:
        """How many dossiers a list has in all."""
        if _is_of_tasks(query):
            return self.count_tasks()
        return self._sitting.desk.enquiries.count(self._sitting.query(query))

    def counts(self) -> c.Counts:
        """Numbers of dashboard and navigation."""
        enquiries, sitting = self._sitting.desk.enquiries, self._sitting
        mine = enquiries.count(sitting.query(c.WorkQuery(scope="mine")))
        office = enquiries.counts(sitting.query(c.WorkQuery(scope="office")))
        return c.Counts(
            steps=_by_step(office.steps),
            overdue_steps=frozenset(step for step in c.STEPS if step in office.overdue_steps),
            scopes={
                "mine": mine,
                "office": office.active,
                "tasks": sitting.known_tasks,
                "overdue": office.overdue,
                "supplement": office.supplement,
                "online": office.online,
            },
            overdue=office.overdue,
            due_today=office.due_today,
            active=office.active,
            done_today=office.done_today,
            outbox=_unsent(sitting),
        )

    def count_tasks(self) -> int:
        """Tasks of the day, counted anew once a minute."""
        return len(self._sitting.tasks())

    def dossier(self, key: str) -> c.DossierView:
        """One dossier."""
        return self._sitting.view(key)

    def surroundings(self) -> c.Surroundings:
        """Network, outbox and token as last seen; asks no device."""
        sitting, now = self._sitting, self._sitting.now()
        summary = sitting.desk.outbox.summary(sitting.desk.office.facts.target)
        state, days = self._tokens.last
        return c.Surroundings(
            is_online=sitting.is_online,
            offline_since=sitting.offline_since,
            waiting=summary.waiting,
            failed=summary.parked,
            token=state,
            token_days_left=days,
            moved=sitting.moved,
            notices=tuple(
                c.ProvinceNotice(
                    begins_at=n.begins_at.astimezone(now.tzinfo),
                    ends_at=n.ends_at.astimezone(now.tzinfo),
                    text=n.text,
                )
                for n in sorted(sitting.notices, key=lambda n: n.begins_at)
                if n.ends_at > now
            ),
        )


def _is_of_tasks(query: c.WorkQuery) -> bool:
    return query.scope == "tasks" and not query.text and query.step is None


def _by_step(numbers: Mapping[str, int]) -> dict[c.Step, int]:
    return {step: numbers.get(step, 0) for step in c.STEPS}


def _unsent(sitting: Sitting) -> int:
    summary = sitting.desk.outbox.summary(sitting.desk.office.facts.target)
    return summary.waiting + summary.parked


class PagesPart:
    """Pages as pictures out of the papers store."""

    def __init__(self, sitting: Sitting, pdf_pages: PdfPages) -> None:
        self._sitting, self._office = sitting, sitting.desk.office
        self._pdf_pages = pdf_pages

    def page(self, document_id: str, page: int, width_px: int) -> c.PageImage:
        """A stored image as it is; a PDF page rasterised; a page that just came from the tray."""
        papers, sitting = self._office.papers, self._sitting
        if document_id in sitting.closed and document_id not in sitting.opened:
            raise RuleError("papers.reason_needed")
        fresh = None if papers.has(document_id) else self._office.scanner.by_digest(document_id)
        data = papers.read(document_id) if fresh is None else fresh
        if data[:5] == b"%PDF-":
            return self._pdf_pages.page(data, page, width_px)
        return c.PageImage(data=data, width=0, height=0)

    def open(self, document_id: str, reason: str) -> None:
        """Give the reason once for all papers of the component, until sign-out."""
        sitting = self._sitting
        dossier, part = sitting.closed[document_id]
        done = sitting.desk.enquiries.open_sensitive(
            OpenSensitive(dossier=dossier, actor=sitting.officer, component=part, reason=reason)
        )
        for name in filter(None, (done.dossier_id, done.dossier_code)):
            sitting.seen[name] = done.version  # a look is no change the officer has to see
        sitting.opened |= {ref.sha256 for ref in done.files}
