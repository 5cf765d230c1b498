"""The dated copy of what stores hold, found by identifier and by content without a line."""

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from desk_app.adapters.persistence import rows
from desk_app.adapters.persistence.anchors import is_due
from desk_app.adapters.persistence.codec import decode, encode
from desk_app.adapters.persistence.ledgers import HELD, held_key
from desk_app.adapters.persistence.transactions import put
from desk_app.adapters.persistence.words import words
from desk_app.domain.held_papers import HeldPaper, Store

_H = rows.held_papers


class SqlHeldPapers:
    """Held papers over the connection of a unit of work."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def keep(self, papers: Sequence[HeldPaper]) -> None:
        """Take in what a store told."""
        for paper in papers:
            line = {
                "store": paper.store.value,
                "paper_id": paper.paper_id,
                "owner": paper.owner,
                "dated_on": paper.dated_on,
                "search": search_text(paper),
                "body": json.dumps(encode(paper), ensure_ascii=False),
            }
            put(self._connection, _H, line)
            is_due(self._connection, HELD, held_key(line["store"], line["paper_id"]))

    def of(self, owner: str) -> tuple[HeldPaper, ...]:
        """Papers of a person, the newest document first."""
        wanted = sa.select(_H.c.body).where(_H.c.owner == owner)
        return self._papers(wanted.order_by(_H.c.dated_on.desc(), _H.c.store, _H.c.paper_id))

    def one(self, store: Store, paper_id: str) -> HeldPaper | None:
        """One paper, or None."""
        wanted = sa.select(_H.c.body).where(_H.c.store == store.value, _H.c.paper_id == paper_id)
        return next(iter(self._papers(wanted)), None)

    def find(self, text: str, *, limit: int = 50) -> tuple[HeldPaper, ...]:
        """Papers with every word of the question, by the beginnings of words."""
        fits = [_H.c.search.contains(f" {word}", autoescape=True) for word in words(text)]
        wanted = sa.select(_H.c.body).where(*fits).order_by(_H.c.dated_on.desc(), _H.c.paper_id)
        return self._papers(wanted.limit(limit)) if fits else ()

    def _papers(self, wanted: Any) -> tuple[HeldPaper, ...]:
        found = self._connection.execute(wanted).scalars()
        return tuple(decode(HeldPaper, json.loads(body)) for body in found)


def search_text(paper: HeldPaper) -> str:
    """Everything a question may hit, one blank before each word."""
    said = (paper.owner, paper.name, paper.number, paper.issued_by, paper.procedure_code)
    found = words(" ".join((*said, paper.dated_on, *paper.values.values())))
    return "".join(f" {word}" for word in found)
