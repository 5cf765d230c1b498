"""Takes in what the target has to say: its feed, and a comparison of journals after a restore."""

import datetime as dt
import logging

from desk_app.application.sync_clock import TimeKeeper
from desk_app.application.sync_errors import CapabilityMissingError, GoneError, SyncError
from desk_app.application.sync_session import Session
from desk_app.application.sync_values import (
    ChangePage,
    DossierSnapshot,
    FeedPosition,
    HeadVerdict,
)

logger = logging.getLogger(__name__)

GAP_READS = 3
MAX_PAGES = 500


async def check_epoch(session: Session) -> None:
    """Ask who answers; another epoch, or a feed behind our cursor, starts a comparison."""
    asked = session.clock.monotonic_s()
    info = await session.target.server_info()
    session.info = info
    half_trip = (session.clock.monotonic_s() - asked) / 2
    keeper = TimeKeeper(session.store, session.clock)
    session.clock_doubt = await session.db(keeper.note, info.server_time, half_trip)
    position = await session.db(session.store.position, session.target.name)
    if position.epoch is None:
        await session.db(
            session.store.replace_shadow,
            session.target.name,
            (),
            FeedPosition(cursor=None, epoch=info.epoch, last_seq=0),
        )
    elif position.epoch != info.epoch or position.last_seq > info.feed_head:
        session.wants_reconcile = True
    if session.wants_reconcile:
        await reconcile(session, info.epoch)


async def reconcile(session: Session, epoch: str) -> None:
    """Send again, under their old ids, the commands the target lost (F32)."""
    session.wants_reconcile = False
    name = session.target.name
    if not session.target.capabilities.reconcile:
        return
    since = session.now() - dt.timedelta(days=session.settings.journal_days)
    heads = await session.db(session.store.heads, name, since=since)
    lines = await session.target.reconcile(heads)
    await session.db(session.store.forget_uploads, name)
    session.verified.clear()
    behind: list[str] = []
    reopened = 0
    for line in lines:
        if line.verdict is HeadVerdict.SAME:
            continue
        behind.append(line.dossier_id)
        if line.missing:
            reopened += await session.db(session.store.reopen, line.missing)
            await session.db(session.store.rebase, line.missing[0], version=line.version)
    snapshots: list[DossierSnapshot] = []
    for dossier_id in behind:
        found = await session.target.get_dossier(dossier_id)
        if found is not None:
            snapshots.append(found)
    position = FeedPosition(cursor=None, epoch=epoch, last_seq=0)
    await session.db(session.store.replace_shadow, name, snapshots, position)
    logger.warning(
        "reconciled with %s: %d dossiers, %d behind, %d commands again",
        name,
        len(lines),
        len(behind),
        reopened,
    )


async def read_feed(session: Session) -> None:
    """Read all pages there are, each applied with its cursor in one transaction."""
    name = session.target.name
    gaps = 0
    for _ in range(MAX_PAGES):
        position = await session.db(session.store.position, name)
        try:
            page = await session.target.changes(
                position.cursor, wait_s=session.settings.feed_wait_s
            )
        except CapabilityMissingError:
            return
        except GoneError:
            await _start_over(session, position)
            continue
        if position.epoch is not None and page.epoch != position.epoch:
            session.wants_reconcile = True
            return
        if _has_gap(page, position) and gaps < GAP_READS:
            gaps += 1
            continue
        gaps = 0
        await _take(session, page, position)
        if not page.events or page.events[-1].seq >= page.head:
            return


def _has_gap(page: ChangePage, position: FeedPosition) -> bool:
    """Tell whether the page skips a number: then it is read again from the safe point (F35)."""
    expected = position.last_seq + 1
    if position.last_seq == 0 and page.events:
        expected = page.events[0].seq
    for event in page.events:
        if event.seq < expected:
            continue
        if event.seq > expected:
            return True
        expected += 1
    return False


async def _take(session: Session, page: ChangePage, position: FeedPosition) -> None:
    last = max([position.last_seq, *(event.seq for event in page.events)])
    after = FeedPosition(cursor=page.next_cursor, epoch=page.epoch, last_seq=last)
    changed = await session.db(
        session.store.apply, session.target.name, page.events, after, at=session.now()
    )
    own = 0
    for event in page.events:
        if await session.db(session.store.get, event.event_id) is not None:
            own += 1
    session.received += max(0, len(changed) - own)


async def _start_over(session: Session, position: FeedPosition) -> None:
    """The cursor is too old: take whole copies of what we know, then follow the feed again."""
    name = session.target.name
    known = await session.db(session.store.shadows, name)
    snapshots: list[DossierSnapshot] = []
    for shadow in known:
        try:
            found = await session.target.get_dossier(shadow.dossier_id)
        except SyncError:
            logger.warning("no copy of %s while starting over", shadow.dossier_id)
            raise
        if found is not None:
            snapshots.append(found)
    fresh = FeedPosition(cursor=None, epoch=position.epoch, last_seq=0)
    await session.db(session.store.replace_shadow, name, snapshots, fresh)
