"""The fixed words of a procedure's definition: levels, units, classes, channels, steps, slips."""

from enum import StrEnum


class AgencyLevel(StrEnum):
    """Who decides, in the two tiers since 1 July 2025, and the centre above them."""

    COMMUNE = "commune"
    PROVINCE = "province"
    CENTRAL = "central"


class ApplicantKind(StrEnum):
    """Who may file."""

    CITIZEN = "citizen"
    HOUSEHOLD = "household"
    BUSINESS = "business"
    ORGANISATION = "organisation"
    AGENCY = "agency"


class SpecialResult(StrEnum):
    """Why a procedure leaves the plain five steps (R-5B-03, R-5B-04)."""

    BLANK_FORM = "result_on_blank_form"
    CARD = "result_on_card"
    SPECIAL_SIZE = "result_special_size"
    CENTRAL_AGENCY = "approved_by_central_agency"
    OTHER = "other_special_case"


class TermUnit(StrEnum):
    """How a term is counted."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    WORKING_HOURS = "working_hours"
    MONTHS = "months"


class PaymentClock(StrEnum):
    """What the clock does while a fee due before processing is open."""

    STOPS = "stops"
    RUNS = "runs"


class FeeDue(StrEnum):
    """When a fee is paid: step 1 or the last step before return."""

    BEFORE_PROCESSING = "before_processing"
    BEFORE_RETURN = "before_return"


class Digitisation(StrEnum):
    """Digitisation class of a component (R-5B-05, R-5B-25, R-5B-26)."""

    MANDATORY = "mandatory"
    ON_DEMAND = "on_demand"
    NEVER = "never"


class Need(StrEnum):
    """Whether a component must be there."""

    REQUIRED = "required"
    CONDITIONAL = "conditional"
    OPTIONAL = "optional"


class PaperForm(StrEnum):
    """In which form a component may be filed (TT 01/2023/TT-VPCP Art. 4(1))."""

    ORIGINAL = "original"
    CERTIFIED_COPY = "certified_copy"
    PLAIN_COPY = "plain_copy"
    ELECTRONIC_COPY = "electronic_copy"
    PHOTO_WITH_ORIGINAL = "photo_with_original"
    SHOWN_ONLY = "shown_only"


class Sensitivity(StrEnum):
    """Personal data on a component (NĐ 356/2025/NĐ-CP Art. 4: images of identity cards)."""

    NONE = "none"
    BASIC = "basic"
    SENSITIVE = "sensitive"


class Step(StrEnum):
    """The five electronic steps."""

    INTAKE = "intake"
    APPRAISE = "appraise"
    APPROVE = "approve"
    AGENCY_SIGN = "agency_sign"
    RETURN_RESULT = "return_result"


class Channel(StrEnum):
    """How a dossier comes in and how a result goes out."""

    COUNTER = "counter"
    ONLINE = "online"
    POST = "post"


ROLES = frozenset(
    {
        "intake_officer",
        "appraiser",
        "coordinating_agency",
        "approver",
        "records_clerk",
        "result_officer",
        "one_stop_head",
        "agency_leader",
        "admin",
    }
)
"""Role identifiers that a step may name."""

SLIPS = (
    "receipt",
    "supplement_request",
    "refusal",
    "apology",
    "stop_notice",
    "control_slip",
    "dossier_register",
    "evaluation",
    "fee_receipt",
    "returned_originals",
    "handover",
)
"""Keys of the slips; by name, never by number (numbers changed meaning in 2025)."""

RULE_SETS = ("by_date", "2018", "2025")
