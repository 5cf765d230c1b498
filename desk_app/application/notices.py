"""Notices to the applicant: worded and stored with the act, delivered afterwards.

Source: R-PR-07; NĐ 61/2018/NĐ-CP Art. 19(9) (e-mail, SMS, telephone), Art. 20(4) (early return).
"""

import dataclasses
import datetime as dt

from desk_app.application.work import Work
from desk_app.domain.dossier import Dossier
from desk_app.domain.moments import local
from desk_app.domain.notices import Notice
from desk_app.domain.records import DeliveryState
from desk_app.texts import shipped

TEMPLATES = (
    "received",
    "supplement",
    "supplement_taken",
    "rejected",
    "extended",
    "stopped",
    "payment",
    "result_ready",
    "result_early",
    "refused",
    "opinion_late",
)


def tell_applicant(work: Work, template: str, *, reason: str = "") -> tuple[Notice, ...]:
    """Word a notice and put it on each channel that reaches the applicant.

    E-mail and SMS where the office has them and the applicant left an address; else it travels in
    the command to the provincial system, which knows the applicant's account.
    """
    who = work.dossier.applicant
    offered = work.office.facts.notice_channels
    places = {"email": who.email if who else "", "sms": who.phone if who else ""}
    ways = [(way, to) for way, to in places.items() if way in offered and to]
    if not ways:
        return (_by_province(work, template, reason),)
    return tuple(_keep(work, _worded(work, template, way, to, reason)) for way, to in ways)


def result_template(dossier: Dossier, now: dt.datetime) -> str:
    """A result before its day is told first (NĐ 61/2018/NĐ-CP Art. 20(4))."""
    if dossier.outcome == "refusal":
        return "refused"
    early = dossier.due_at is not None and local(now).date() < local(dossier.due_at).date()
    return "result_early" if early else "result_ready"


def tell_officer(work: Work, template: str, *, user: str, reason: str = "") -> Notice:
    """A notice to an officer of the office, who finds it among their tasks."""
    worded = _worded(work, template, "desk", user, reason)
    placed = dataclasses.replace(
        worded, state=DeliveryState.CONFIRMED, next_try_at=None, done_at=work.now
    )
    return _keep(work, placed)


def by_telephone(work: Work, template: str, *, to: str, reached: str) -> Notice:
    """A call that was made; who was reached is the proof."""
    worded = _worded(work, template, "phone", to, "")
    call = Notice(
        key=worded.key,
        created_at=work.now,
        by=work.actor.user,
        template=template,
        channel="phone",
        to=to,
        subject=worded.subject,
        text=worded.text,
        state=DeliveryState.CONFIRMED,
        proof=reached,
        done_at=work.now,
    )
    return _keep(work, call)


def _by_province(work: Work, template: str, reason: str) -> Notice:
    worded = _worded(work, template, "province", work.dossier.account, reason)
    sent = Notice(
        key=worded.key,
        created_at=work.now,
        by=work.actor.user,
        template=template,
        channel="province",
        to=worded.to,
        subject=worded.subject,
        text=worded.text,
        state=DeliveryState.SENT,
    )
    work.notice_text = worded.text
    return _keep(work, sent)


def _worded(work: Work, template: str, channel: str, to: str, reason: str) -> Notice:
    dossier, say = work.dossier, shipped().label
    due = local(dossier.due_at) if dossier.due_at else None
    facts = {
        "code": dossier.shown_code,
        "procedure": dossier.terms.name,
        "office": work.office.facts.unit_name,
        "due": f"{due:%H:%M %d/%m/%Y}" if due else "",
        "reason": reason,
        "amount": f"{sum(f.amount for f in dossier.fees if f.is_open):,}".replace(",", "."),
    }
    return Notice(
        key=f"notice-{len(dossier.notices) + 1}",
        created_at=work.now,
        by=work.actor.user,
        next_try_at=work.now,
        template=template,
        channel=channel,
        to=to,
        subject=say(f"notice.{template}.subject", **facts),
        text=say(f"notice.{template}.text", **facts),
    )


def _keep(work: Work, notice: Notice) -> Notice:
    work.dossier.notices = (*work.dossier.notices, notice)
    return notice
