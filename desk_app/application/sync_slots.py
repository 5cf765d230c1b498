"""Keeps leased serials and whole codes ready: a desk gives codes while the line is down."""

import datetime as dt
import logging

from desk_app.application.sync_errors import CapabilityMissingError, InvalidError, SlotFencedError
from desk_app.application.sync_session import Session

logger = logging.getLogger(__name__)

RENEW_BEFORE = dt.timedelta(days=10)
_REFUSED = (SlotFencedError, CapabilityMissingError, InvalidError)


async def keep_codes(session: Session) -> None:
    """Lease, renew and fetch what this desk gives codes from."""
    await _keep_slots(session)
    await _keep_pools(session)


async def _keep_slots(session: Session) -> None:
    """Lease or renew a slot for each unit of the desk that wants one.

    A slot of another generation of this desk (restored backup, cloned disk) is asked for anew and
    comes with the highest serials the target has seen (F33).
    """
    if not session.target.capabilities.code_slots:
        return
    for unit in session.settings.lease_units:
        held = await session.db(session.store.slot, unit, device_id=session.device.id)
        is_good = (
            held is not None
            and held.device_gen == session.device.gen
            and held.valid_until - session.now() > RENEW_BEFORE
        )
        if is_good:
            continue
        try:
            lease = await session.target.lease_code_slot(
                unit, device_id=session.device.id, device_gen=session.device.gen
            )
        except _REFUSED as error:
            logger.warning("no slot of serials for %s: %s", unit, error.problem.code)
            continue
        await session.db(session.store.save_slot, lease)


async def _keep_pools(session: Session) -> None:
    """Fill the stock of whole codes up when half of it is gone."""
    if not session.target.capabilities.code_pool:
        return
    name, device, size = session.target.name, session.device, session.settings.pool_size
    for unit in session.settings.pool_units:
        left = await session.db(
            session.store.pool_left, name, unit, device_id=device.id, device_gen=device.gen
        )
        if left * 2 > size:
            continue
        try:
            codes = await session.target.fetch_codes(
                unit, device_id=device.id, device_gen=device.gen, wanted=size
            )
        except _REFUSED as error:
            logger.warning("no codes in advance for %s: %s", unit, error.problem.code)
            continue
        await session.db(
            session.store.add_pool,
            name,
            unit,
            codes,
            device_id=device.id,
            device_gen=device.gen,
        )
