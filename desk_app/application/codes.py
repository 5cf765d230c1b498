"""Dossier codes: who gives them, and what a dossier goes by until it has one.

A code is given once and never changed. Where nobody at hand may give one, the dossier is received
under a provisional number made from its own id; the code comes later with the target's answer and
the provisional number stays a name of the dossier for ever.
"""

import logging

from desk_app.application.code_plan import CodeStrategy
from desk_app.application.ports import Office
from desk_app.application.sync_errors import SlotExhaustedError, SlotFencedError
from desk_app.application.work import Work
from desk_app.domain.errors import ConflictError, RuleError
from desk_app.domain.identifiers import DossierCode, DossierId
from desk_app.domain.late_codes import take_code
from desk_app.domain.people import Actor, Role

logger = logging.getLogger(__name__)

SLOT_DIGITS = 2
SERIAL_DIGITS = 3


def give_code(work: Work) -> DossierCode | None:
    """The code of a dossier that is being received, in the transaction that stores it.

    None where only the target may give one, or where the desk's lease or stock is at its end.
    Serials are leased of the province alone.
    """
    facts = work.office.facts
    day = work.now.date()
    match facts.codes.strategy(target=work.target, procedure=work.dossier.terms.code):
        case CodeStrategy.BOOK:
            serial = work.uow.numbers.next(f"dossier_code/{facts.agency_code}/{day:%Y-%m-%d}")
            return DossierCode(facts.agency_code, day, str(serial).zfill(facts.serial_digits))
        case CodeStrategy.SLOT if work.target == facts.target:
            return _from_slot(work)
        case CodeStrategy.POOL:
            return _from_pool(work)
        case _:
            return None


def _from_pool(work: Work) -> DossierCode | None:
    facts = work.office.facts
    code = work.uow.codes.take_pool(
        work.target,
        facts.agency_code,
        device_id=facts.device_id,
        device_gen=facts.device_gen,
    )
    try:
        return DossierCode.parse(code) if code else None
    except RuleError:
        logger.warning("a fetched code has a shape of its own; the target gives one later")
        return None


def _from_slot(work: Work) -> DossierCode | None:
    facts = work.office.facts
    day = work.now.date()
    try:
        slot, serial = work.uow.codes.take_serial(
            facts.agency_code,
            day=day,
            device_id=facts.device_id,
            device_gen=facts.device_gen,
            at=work.now,
        )
    except (SlotExhaustedError, SlotFencedError) as error:
        logger.info("no serial at hand: %s", error.problem.code)
        return None
    return DossierCode(facts.agency_code, day, f"{slot:0{SLOT_DIGITS}d}{serial:0{SERIAL_DIGITS}d}")


def adopt_codes(office: Office) -> int:
    """Give dossiers that wait for their code the one a target answered; how many there were.

    A dossier somebody is just saving keeps waiting until the next time.
    """
    with office.unit_of_work() as uow:
        waiting = uow.codes.arrived()
    adopted = 0
    for dossier_id, code in waiting:
        try:
            adopted += _adopt(office, dossier_id, DossierCode.parse(code))
        except RuleError:
            logger.warning("%s: the target's code has a shape of its own", dossier_id)
        except ConflictError:
            logger.info("%s is being saved; its code waits", dossier_id)
    return adopted


def _adopt(office: Office, dossier_id: str, code: DossierCode) -> bool:
    with office.unit_of_work() as uow:
        dossier = uow.dossiers.get(DossierId(dossier_id))
        if not take_code(
            dossier,
            code,
            by=Actor(
                user="system",
                full_name="",
                unit=office.facts.unit,
                desk=office.facts.desk,
                roles=frozenset({Role.SYSTEM}),
            ),
            at=office.clock.now(),
        ):
            return False
        uow.dossiers.save(dossier)
        uow.commit()
    return True
