"""All the window may ask, in one value."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk_app.application.code_reader import CodeReader
    from desk_app.ui.contract.acts import OtherActs
    from desk_app.ui.contract.appraise import Appraise
    from desk_app.ui.contract.backlog import Backlog
    from desk_app.ui.contract.care import Care
    from desk_app.ui.contract.dossier import Enquiries
    from desk_app.ui.contract.filters import Filters
    from desk_app.ui.contract.insight import Insight
    from desk_app.ui.contract.intake import Intake
    from desk_app.ui.contract.machine import Doctor, FixedSetting, Printing, Speech
    from desk_app.ui.contract.notes import Notes
    from desk_app.ui.contract.outbox import Outbox
    from desk_app.ui.contract.papers import PageImages
    from desk_app.ui.contract.procedures import ProcedureCatalogue
    from desk_app.ui.contract.reports import Reports
    from desk_app.ui.contract.restructuring import RestructuringFiles
    from desk_app.ui.contract.return_result import ReturnResult
    from desk_app.ui.contract.retyping import Retyping
    from desk_app.ui.contract.selection import Selection
    from desk_app.ui.contract.signing import AgencySign, Approve, Tokens
    from desk_app.ui.entry import Session, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything the window may ask; handed over wired by the entry of the program."""

    session: "Session"
    enquiries: "Enquiries"
    pages: "PageImages"
    intake: "Intake"
    appraise: "Appraise"
    approve: "Approve"
    notes: "Notes"
    agency_sign: "AgencySign"
    return_result: "ReturnResult"
    other: "OtherActs"
    insight: "Insight"
    tokens: "Tokens"
    outbox: "Outbox"
    doctor: "Doctor"
    care: "Care"
    backlog: "Backlog"
    printing: "Printing"
    code_reader: "CodeReader"
    speech: "Speech"
    procedures: "ProcedureCatalogue"
    restructuring: "RestructuringFiles"
    reports: "Reports"
    retyping: "Retyping"
    selection: "Selection"
    filters: "Filters"
    settings: "Settings"
    now: Callable[[], dt.datetime]
    fixed_settings: "tuple[FixedSetting, ...]" = ()
