"""Puts the parts of the window together over the use cases of one desk.

Only what the work queue shows is made at once; the others are made when they are first asked.
"""

from typing import TYPE_CHECKING

from desk_app.application.desk import Desk
from desk_app.bootstrap.late import late
from desk_app.ui import contract as c
from desk_app.ui.connect.care import CarePart, NoCare
from desk_app.ui.connect.filters import FiltersPart
from desk_app.ui.connect.kept_drafts import KeptDrafts
from desk_app.ui.connect.lists import EnquiriesPart, PagesPart
from desk_app.ui.connect.machine import DoctorPart, PrintingPart, SpeechPart
from desk_app.ui.connect.parts import WindowParts
from desk_app.ui.connect.session import SessionPart
from desk_app.ui.connect.settings_file import FileSettings
from desk_app.ui.connect.sitting import Sitting
from desk_app.ui.connect.tokens import TokensPart

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.ui.connect.acts import OtherActsPart
    from desk_app.ui.connect.backlog import BacklogPart
    from desk_app.ui.connect.insight import InsightPart
    from desk_app.ui.connect.intake import IntakePart
    from desk_app.ui.connect.notes import NotesPart
    from desk_app.ui.connect.outbox import OutboxPart
    from desk_app.ui.connect.procedures import ProceduresPart
    from desk_app.ui.connect.reports import ReportsPart
    from desk_app.ui.connect.restructuring import RestructuringPart
    from desk_app.ui.connect.retyping import RetypingPart
    from desk_app.ui.connect.selection import SelectionPart
    from desk_app.ui.connect.steps import AgencyPart, AppraisePart, ApprovePart, ReturnPart


def connect(
    desk: Desk, parts: WindowParts, *, settings: FileSettings, sitting: Sitting | None = None
) -> c.Desk:
    """The desk of the window over the use cases of the application."""
    sitting = sitting or Sitting(desk)
    sitting.kept = KeptDrafts(parts.drafts)
    tokens = TokensPart(sitting, parts.tokens)

    printing = PrintingPart(parts.printouts, settings.get)

    def device() -> str:
        return parts.scanner or settings.get("scanner.device")

    return c.Desk(
        session=SessionPart(sitting, parts, settings),
        enquiries=EnquiriesPart(sitting, tokens),
        pages=PagesPart(sitting, parts.pdf_pages),
        intake=late(lambda: _intake(sitting, parts, device)),
        appraise=late(lambda: _appraise(sitting)),
        approve=late(lambda: _approve(sitting)),
        notes=late(lambda: _notes(sitting)),
        agency_sign=late(lambda: _agency_sign(sitting)),
        return_result=late(lambda: _return_result(sitting, parts)),
        other=late(lambda: _other(sitting)),
        insight=late(lambda: _insight(sitting)),
        tokens=tokens,
        outbox=late(lambda: _outbox(sitting)),
        care=CarePart(parts.care or NoCare()),
        doctor=DoctorPart(parts.check_up, parts.check_parts, parts.support_bundle),
        printing=printing,
        code_reader=parts.code_reader,
        selection=late(lambda: _selection(sitting, printing)),
        filters=FiltersPart(sitting, parts.drafts),
        speech=SpeechPart(parts.speak),
        procedures=late(lambda: _procedures(sitting)),
        restructuring=late(lambda: _restructuring(sitting)),
        reports=late(lambda: _reports(sitting)),
        backlog=late(lambda: _backlog(parts)),
        retyping=late(lambda: _retyping(parts)),
        settings=settings,
        fixed_settings=tuple(
            c.FixedSetting(section=section, name=name, value=value)
            for section, name, value in parts.fixed_settings
        ),
        now=sitting.now,
    )


def _intake(sitting: Sitting, parts: WindowParts, device: "Callable[[], str]") -> "IntakePart":
    from desk_app.ui.connect.intake import IntakePart

    return IntakePart(sitting, parts.tables, device)


def _appraise(sitting: Sitting) -> "AppraisePart":
    from desk_app.ui.connect.steps import AppraisePart

    return AppraisePart(sitting)


def _approve(sitting: Sitting) -> "ApprovePart":
    from desk_app.ui.connect.steps import ApprovePart

    return ApprovePart(sitting)


def _notes(sitting: Sitting) -> "NotesPart":
    from desk_app.ui.connect.notes import NotesPart

    return NotesPart(sitting)


def _agency_sign(sitting: Sitting) -> "AgencyPart":
    from desk_app.ui.connect.steps import AgencyPart

    return AgencyPart(sitting)


def _return_result(sitting: Sitting, parts: WindowParts) -> "ReturnPart":
    from desk_app.ui.connect.steps import ReturnPart

    return ReturnPart(sitting, parts.tables)


def _other(sitting: Sitting) -> "OtherActsPart":
    from desk_app.ui.connect.acts import OtherActsPart

    return OtherActsPart(sitting)


def _outbox(sitting: Sitting) -> "OutboxPart":
    from desk_app.ui.connect.outbox import OutboxPart

    return OutboxPart(sitting)


def _selection(sitting: Sitting, printing: PrintingPart) -> "SelectionPart":
    from desk_app.ui.connect.selection import SelectionPart

    return SelectionPart(sitting, printing)


def _insight(sitting: Sitting) -> "InsightPart":
    from desk_app.ui.connect.insight import InsightPart

    return InsightPart(sitting)


def _procedures(sitting: Sitting) -> "ProceduresPart":
    from desk_app.ui.connect.procedures import ProceduresPart

    return ProceduresPart(sitting)


def _restructuring(sitting: Sitting) -> "RestructuringPart":
    from desk_app.ui.connect.restructuring import RestructuringPart

    return RestructuringPart(sitting)


def _reports(sitting: Sitting) -> "ReportsPart":
    from desk_app.ui.connect.reports import ReportsPart

    return ReportsPart(sitting)


def _backlog(parts: WindowParts) -> "BacklogPart":
    from desk_app.ui.connect.backlog import BacklogPart

    return BacklogPart(parts.backlog)


def _retyping(parts: WindowParts) -> "RetypingPart":
    from desk_app.ui.connect.retyping import RetypingPart

    return RetypingPart(parts.retype_sites, parts.retype_list)
