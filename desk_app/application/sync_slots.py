"""Keeps leased serials ready, so that a desk can give final codes while the line is down."""

import datetime as dt
import logging

from desk_app.application.sync_errors import CapabilityMissingError, InvalidError, SlotFencedError
from desk_app.application.sync_session import Session

logger = logging.getLogger(__name__)

RENEW_BEFORE = dt.timedelta(days=10)


async def keep_slots(session: Session) -> None:
    """Lease or renew a slot for each unit of the desk that wants one.

    A slot of another generation of this desk (restored backup, cloned disk) is asked for anew and
    comes with the highest serials the target has seen (F33).
    """
    if not session.target.capabilities.code_slots:
        return
    for unit in session.settings.lease_units:
        held = await session.db(session.store.slot, unit)
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
        except (SlotFencedError, CapabilityMissingError, InvalidError) as error:
            logger.warning("no slot of serials for %s: %s", unit, error.problem.code)
            continue
        await session.db(session.store.save_slot, lease)
