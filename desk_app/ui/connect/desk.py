"""Puts the parts of the window together over the use cases of one desk."""

from desk_app.application.desk import Desk
from desk_app.ui import contract as c
from desk_app.ui.connect.acts import OtherActsPart
from desk_app.ui.connect.backlog import BacklogPart
from desk_app.ui.connect.care import CarePart, NoCare
from desk_app.ui.connect.filters import FiltersPart
from desk_app.ui.connect.insight import InsightPart
from desk_app.ui.connect.intake import IntakePart
from desk_app.ui.connect.kept_drafts import KeptDrafts
from desk_app.ui.connect.lists import EnquiriesPart, PagesPart
from desk_app.ui.connect.machine import DoctorPart, PrintingPart, SpeechPart
from desk_app.ui.connect.outbox import OutboxPart
from desk_app.ui.connect.parts import WindowParts
from desk_app.ui.connect.procedures import ProceduresPart
from desk_app.ui.connect.reports import ReportsPart
from desk_app.ui.connect.restructuring import RestructuringPart
from desk_app.ui.connect.retyping import RetypingPart
from desk_app.ui.connect.selection import SelectionPart
from desk_app.ui.connect.session import SessionPart
from desk_app.ui.connect.settings_file import FileSettings
from desk_app.ui.connect.sitting import Sitting
from desk_app.ui.connect.steps import AgencyPart, AppraisePart, ApprovePart, ReturnPart
from desk_app.ui.connect.tokens import TokensPart


def connect(
    desk: Desk, parts: WindowParts, *, version: str = "", sitting: Sitting | None = None
) -> c.Desk:
    """The desk of the window over the use cases of the application."""
    sitting = sitting or Sitting(desk)
    sitting.kept = KeptDrafts(parts.drafts)
    settings = FileSettings(desk.profile, version)
    tokens = TokensPart(sitting, parts.tokens)

    printing = PrintingPart(parts.printouts, settings.get)

    def device() -> str:
        return parts.scanner or settings.get("scanner.device")

    return c.Desk(
        session=SessionPart(sitting, parts, settings),
        enquiries=EnquiriesPart(sitting, tokens),
        pages=PagesPart(sitting, parts.pdf_pages),
        intake=IntakePart(sitting, parts.tables, device),
        appraise=AppraisePart(sitting),
        approve=ApprovePart(sitting),
        agency_sign=AgencyPart(sitting),
        return_result=ReturnPart(sitting, parts.tables),
        other=OtherActsPart(sitting),
        insight=InsightPart(sitting),
        tokens=tokens,
        outbox=OutboxPart(sitting),
        care=CarePart(parts.care or NoCare()),
        doctor=DoctorPart(parts.check_up, parts.check_parts, parts.support_bundle),
        printing=printing,
        selection=SelectionPart(sitting, printing),
        filters=FiltersPart(sitting, parts.drafts),
        speech=SpeechPart(parts.speak),
        procedures=ProceduresPart(sitting),
        restructuring=RestructuringPart(sitting),
        reports=ReportsPart(sitting),
        backlog=BacklogPart(parts.backlog),
        retyping=RetypingPart(parts.retype_sites, parts.retype_list),
        settings=settings,
        fixed_settings=tuple(
            c.FixedSetting(section=section, name=name, value=value)
            for section, name, value in parts.fixed_settings
        ),
        now=sitting.now,
    )
