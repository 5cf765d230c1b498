"""What the screens ask of the desk: read models they show, and acts an officer can order.

The window is written against these shapes alone. Every value is frozen and plain, so it may cross
from a lane of the task runner to the GUI thread. Acts raise ``DeskError`` (stable ``code``, typed
``facts``); a wrong PIN is an error with ``tries_left`` and is never repeated by the program.

Codes of states, steps, verdicts and roles are those of the domain. A new act is a method of its
step's protocol, a new fact a field with a default in its read model: the sample desk of the tests
and ``desk_app.ui.connect`` follow. Shapes of
pages behind the work queue are loaded when they are named.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from desk_app.application.code_reader import CodeReader, ReaderNews, SerialPort
from desk_app.ui.contract.acts import ActField, ActOffer, OtherActs
from desk_app.ui.contract.appraise import Appraise
from desk_app.ui.contract.care import (
    Care,
    CareStanding,
    Restored,
    Tell,
    UpdateOffer,
    UpdateTaken,
)
from desk_app.ui.contract.codes import (
    Cancellation,
    Origin,
    Progress,
    ProgressCall,
    Scope,
    SyncState,
    Verdict,
)
from desk_app.ui.contract.desk import Desk
from desk_app.ui.contract.dossier import (
    UNCLEAR,
    Check,
    ComponentView,
    ConfirmedBlock,
    DossierView,
    Enquiries,
    EventLine,
    Fee,
    Issued,
    Opinion,
    PaperNote,
    PaperSize,
    SignatureRow,
    Target,
    Twin,
)
from desk_app.ui.contract.filters import Filters, SavedFilter
from desk_app.ui.contract.forms import (
    EarlierValue,
    FieldDefinition,
    FieldValue,
    FormDefinition,
    SectionDefinition,
)
from desk_app.ui.contract.intake import DeviceChoice, Intake, PageMove, ProcedureChoice, ScanEnd
from desk_app.ui.contract.lists import (
    Counts,
    ProvinceNotice,
    Surroundings,
    WorkList,
    WorkQuery,
    WorkRow,
)
from desk_app.ui.contract.machine import (
    CheckUp,
    Doctor,
    FixedSetting,
    PrinterChoice,
    Printing,
    Speech,
    WaitingPrint,
)
from desk_app.ui.contract.notes import DRAFT, Notes, PageNote, Spot
from desk_app.ui.contract.outbox import Difference, Outbox, OutboxItem
from desk_app.ui.contract.papers import Box, DocumentRef, PageImage, PageImages, Place, Reading
from desk_app.ui.contract.return_result import Recipient, ReturnResult
from desk_app.ui.contract.selection import SelectedAct, SelectedEnd, Selection
from desk_app.ui.contract.signing import (
    AgencySign,
    Approve,
    BatchEnd,
    MarkShown,
    PinEntry,
    Placement,
    SealShown,
    SignedItem,
    SigningItem,
    TokenCertificate,
    Tokens,
)
from desk_app.ui.entry import STEPS, Counter, Entry, Officer, Session, Settings, Step, Welcome

if TYPE_CHECKING:
    from desk_app.ui.contract.backlog import Backlog, BacklogLine
    from desk_app.ui.contract.insight import (
        BeforeClosing,
        DayLine,
        DueView,
        Gap,
        Insight,
        LessonStep,
        LessonView,
        ShiftView,
    )
    from desk_app.ui.contract.procedures import (
        DiagramBox,
        DiagramLane,
        ProcedureCatalogue,
        ProcedureFault,
        ProcedureField,
        ProcedureSection,
        ProcedureSheets,
        ProcedureVersion,
        ProcessPicture,
    )
    from desk_app.ui.contract.reports import (
        Bar,
        BehindLine,
        ReportChoice,
        ReportNumber,
        Reports,
        ReportView,
    )
    from desk_app.ui.contract.restructuring import (
        PlanAnswer,
        PlanCandidate,
        PlanCandidates,
        PlanChoice,
        PlanFault,
        PlanField,
        PlanLine,
        PlanNote,
        PlanRow,
        PlanSection,
        PlanView,
        RestructuringFiles,
    )
    from desk_app.ui.contract.retyping import CopyLine, Mistyped, Retyping

_NAMES = {
    "backlog": "Backlog BacklogLine",
    "insight": "BeforeClosing DayLine DueView Gap Insight LessonStep LessonView ShiftView",
    "procedures": "DiagramBox DiagramLane ProcedureCatalogue ProcedureFault ProcedureField "
    "ProcedureSection ProcedureVersion ProcessPicture ProcedureSheets",
    "reports": "Bar BehindLine ReportChoice ReportNumber Reports ReportView",
    "restructuring": "PlanAnswer PlanCandidate PlanCandidates PlanChoice PlanFault PlanField "
    "PlanLine PlanNote PlanRow PlanSection PlanView RestructuringFiles",
    "retyping": "CopyLine Mistyped Retyping",
}
_HOMES = {name: home for home, names in _NAMES.items() for name in names.split()}

__all__ = [
    "DRAFT",
    "STEPS",
    "UNCLEAR",
    "ActField",
    "ActOffer",
    "AgencySign",
    "Appraise",
    "Approve",
    "Backlog",
    "BacklogLine",
    "Bar",
    "BatchEnd",
    "BeforeClosing",
    "BehindLine",
    "Box",
    "Cancellation",
    "Care",
    "CareStanding",
    "Check",
    "CheckUp",
    "CodeReader",
    "ComponentView",
    "ConfirmedBlock",
    "CopyLine",
    "Counter",
    "Counts",
    "DayLine",
    "Desk",
    "DeviceChoice",
    "DiagramBox",
    "DiagramLane",
    "Difference",
    "Doctor",
    "DocumentRef",
    "DossierView",
    "DueView",
    "EarlierValue",
    "Enquiries",
    "Entry",
    "EventLine",
    "Fee",
    "FieldDefinition",
    "FieldValue",
    "Filters",
    "FixedSetting",
    "FormDefinition",
    "Gap",
    "Insight",
    "Intake",
    "Issued",
    "LessonStep",
    "LessonView",
    "MarkShown",
    "Mistyped",
    "Notes",
    "Officer",
    "Opinion",
    "Origin",
    "OtherActs",
    "Outbox",
    "OutboxItem",
    "PageImage",
    "PageImages",
    "PageMove",
    "PageNote",
    "PaperNote",
    "PaperSize",
    "PinEntry",
    "Place",
    "Placement",
    "PlanAnswer",
    "PlanCandidate",
    "PlanCandidates",
    "PlanChoice",
    "PlanFault",
    "PlanField",
    "PlanLine",
    "PlanNote",
    "PlanRow",
    "PlanSection",
    "PlanView",
    "PrinterChoice",
    "Printing",
    "ProcedureCatalogue",
    "ProcedureChoice",
    "ProcedureFault",
    "ProcedureField",
    "ProcedureSection",
    "ProcedureSheets",
    "ProcedureVersion",
    "ProcessPicture",
    "Progress",
    "ProgressCall",
    "ProvinceNotice",
    "ReaderNews",
    "Reading",
    "Recipient",
    "ReportChoice",
    "ReportNumber",
    "ReportView",
    "Reports",
    "Restored",
    "RestructuringFiles",
    "ReturnResult",
    "Retyping",
    "SavedFilter",
    "ScanEnd",
    "Scope",
    "SealShown",
    "SectionDefinition",
    "SelectedAct",
    "SelectedEnd",
    "Selection",
    "SerialPort",
    "Session",
    "Settings",
    "ShiftView",
    "SignatureRow",
    "SignedItem",
    "SigningItem",
    "Speech",
    "Spot",
    "Step",
    "Surroundings",
    "SyncState",
    "Target",
    "Tell",
    "TokenCertificate",
    "Tokens",
    "Twin",
    "UpdateOffer",
    "UpdateTaken",
    "Verdict",
    "WaitingPrint",
    "Welcome",
    "WorkList",
    "WorkQuery",
    "WorkRow",
]


def __getattr__(name: str) -> Any:
    """A shape by its name, from the module that has it."""
    if name not in _HOMES:
        raise AttributeError(name)
    shape = getattr(import_module(f"desk_app.ui.contract.{_HOMES[name]}"), name)
    globals()[name] = shape
    return shape
