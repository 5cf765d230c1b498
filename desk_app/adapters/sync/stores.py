"""The provincial and the national data store over the province's own line (R-5B-22)."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from typing import TypeVar

from desk_app.adapters.sync.enquiries import ReferenceEnquiries
from desk_app.adapters.sync.reference import LineSettings, ReferenceProvince
from desk_app.application.ports import Clock
from desk_app.application.sync_errors import SyncError
from desk_app.application.sync_values import StoredPaper
from desk_app.domain.errors import IntegrityError, UnavailableError
from desk_app.domain.held_papers import HeldPaper, Store

T = TypeVar("T")
PATIENCE = LineSettings(connect_s=3.0, read_s=8.0, total_s=10.0)
"""A citizen waits: after this the local copy counts."""


class ProvinceStores:
    """Asks the stores; one short session a question."""

    def __init__(self, url: str, clock: Clock, *, line: LineSettings = PATIENCE) -> None:
        self._url, self._clock, self._line = url, clock, line

    def ask(self, store: Store, owner: str) -> tuple[HeldPaper, ...]:
        """What a store holds of an owner."""
        told = self._over(
            store, lambda province: ReferenceEnquiries(province).stored_papers(owner, str(store))
        )
        return tuple(self._held(store, owner, paper) for paper in told)

    def fetch(self, paper: HeldPaper) -> bytes:
        """The paper itself, checked against its hash."""
        data = self._over(paper.store, lambda province: _whole(province, paper.sha256))
        if hashlib.sha256(data).hexdigest() != paper.sha256:
            raise IntegrityError("stores.not_the_paper", {"paper": paper.paper_id[:60]})
        return data

    def _over(self, store: Store, ask: Callable[[ReferenceProvince], Awaitable[T]]) -> T:
        async def go() -> T:
            province = ReferenceProvince(self._url, line=self._line)
            try:
                return await ask(province)
            finally:
                await province.aclose()

        if not self._url:
            raise UnavailableError("stores.none", {"store": str(store)})
        try:
            return asyncio.run(go())
        except SyncError as error:
            raise UnavailableError("stores.unreachable", {"store": str(store)}) from error

    def _held(self, store: Store, owner: str, paper: StoredPaper) -> HeldPaper:
        return HeldPaper(
            store=store,
            paper_id=paper.paper_id,
            owner=owner,
            name=paper.name,
            document_type=paper.document_type,
            sha256=paper.sha256,
            seen_at=self._clock.now(),
            number=paper.number or "",
            dated_on=paper.dated_on or "",
            issued_by=paper.issued_by,
            procedure_code=paper.procedure_code,
            conditions=paper.conditions,
            values=paper.values,
        )


async def _whole(province: ReferenceProvince, digest: str) -> bytes:
    pieces = [piece async for piece in province.get_blob(digest)]
    return b"".join(pieces)
