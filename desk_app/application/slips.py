"""Slips: what is printed is the very file that is stored; numbers per book and year."""

import dataclasses

from desk_app.application import print_data, wire
from desk_app.application.sync_values import CommandKind
from desk_app.application.work import Work
from desk_app.domain.errors import RuleError
from desk_app.domain.money import FeeWhen
from desk_app.domain.records import Slip

WITH_EVALUATION = frozenset({"receipt", "supplement_request", "refusal"})
"""Slips the evaluation slip is handed out with (TT 01/2018/TT-VPCP Art. 12(2))."""


def issue(work: Work, key: str, *, reason: str = "") -> Slip:
    """Typeset, store and record a slip in the form set in force today."""
    if key in WITH_EVALUATION:
        issue(work, "evaluation")
    dossier = work.dossier
    serial = work.uow.numbers.next(f"slip/{key}/{work.now:%Y}")
    number = f"{serial:04d}"
    printed = work.office.printer.slip(
        key,
        print_data.slip(work.office, dossier, work.actor, work.now, number=number, reason=reason),
        issued_at=work.now,
        procedure=dossier.terms.code,
    )
    name = f"{dossier.shown_code or dossier.id}-{key}-{number}.pdf"
    file = work.office.papers.put(
        printed.pdf, name=name, media_type="application/pdf", pages=printed.pages
    )
    slip = Slip(
        key=key,
        form_set=printed.form_set,
        number=number,
        issued_at=work.now,
        issued_by=work.actor.user,
        file=file,
    )
    dossier.slips = (*dossier.slips, slip)
    work.files.append(file)
    return slip


def pay(work: Work, when: FeeWhen, *, receipt: str, method: str) -> None:
    """Mark what was due at that moment as paid and issue the fee receipt.

    The voucher is the natural key.
    """
    dossier = work.dossier
    if any(f.receipt == receipt for f in dossier.fees if receipt):
        raise RuleError("payment.receipt_known", {"receipt": receipt})
    open_fees = [f for f in dossier.fees if f.is_open and f.when is when]
    if not open_fees or not receipt.strip():
        raise RuleError(
            "payment.nothing_due" if not open_fees else "payment.receipt_missing",
            {"when": str(when)},
        )
    dossier.fees = tuple(
        dataclasses.replace(f, paid_at=work.now, receipt=receipt, method=method)
        if f in open_fees
        else f
        for f in dossier.fees
    )
    slip = issue(work, "fee_receipt")

    files = [wire.file(slip.file, "slip")]
    work.tell(
        CommandKind.RECORD_PAYMENT,
        {
            "amount": sum(f.amount for f in open_fees),
            "receipt": receipt,
            "method": method,
            "files": list(files),
        },
        wire.digests(list(files)),
    )
