"""Every act of every step, by name: what it needs, who may do it, and how it is called.

The window's refusals are the use case's refusals: both shells go through these acts.
"""

from collections.abc import Callable
from dataclasses import dataclass

from desk_app.application.commands import agency_sign as seal_in
from desk_app.application.commands import appraise as appraise_in
from desk_app.application.commands import approve as approve_in
from desk_app.application.commands import intake as intake_in
from desk_app.application.commands import return_result as return_in
from desk_app.application.duties.chain import Chain
from desk_app.application.duties.materials import Materials
from desk_app.application.duties.money import Money
from desk_app.application.duties.page_notes import PageNotes
from desk_app.application.duties.paper_results import PaperResults
from desk_app.application.duties.people import People
from desk_app.application.duties.releases import Releases
from desk_app.application.duties.reuse import ReusingPapers
from desk_app.application.duties.slip_signing import SlipSigning
from desk_app.application.duties.voices import Voices
from desk_app.application.ports import Office, SigningGrant
from desk_app.application.registers import Registers
from desk_app.application.steps import agency_sign, appraise, approve, intake, return_result
from desk_app.application.work import Act, Done
from desk_app.domain.people import Role
from desk_app.domain.workflow import TRANSITIONS, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class ActSpec:
    """One act.

    Attributes:
        rows: rows of the legal table it may take.
        signs: it needs a token: ``no``, ``yes`` or ``optional``.
        needs_dossier: False for the act that begins one, and for the office's own records.
        part: which use case does it; the step itself unless named.
    """

    step: Step
    name: str
    command: type[Act]
    roles: frozenset[Role]
    rows: tuple[str, ...] = ()
    signs: str = "no"
    needs_dossier: bool = True
    part: str = ""


_WITHOUT_DOSSIER = frozenset(
    {
        intake_in.NewDossier,
        approve_in.Delegate,
        approve_in.EndDelegation,
        approve_in.Assign,
        approve_in.ReviewProcedure,
        seal_in.HoldSeal,
    }
)


def _spec(
    step: Step,
    name: str,
    command: type[Act],
    *arcs: str,
    roles: set[Role] | None = None,
    signs: str = "no",
    part: str = "",
) -> ActSpec:
    taken = [TRANSITIONS[a] for a in arcs]
    who = frozenset(roles or set()).union(*(t.roles for t in taken))
    return ActSpec(
        step=step,
        name=name,
        command=command,
        roles=who,
        rows=tuple(dict.fromkeys(t.row for t in taken)),
        signs=signs,
        needs_dossier=command not in _WITHOUT_DOSSIER,
        part=part or str(step),
    )


_IN, _AP, _OK, _AG, _RE = (
    Step.INTAKE,
    Step.APPRAISE,
    Step.APPROVE,
    Step.AGENCY_SIGN,
    Step.RETURN_RESULT,
)
_OFFICER = {Role.INTAKE_OFFICER}
_JUDGE = {Role.APPRAISER}
_HEAD = {Role.ONE_STOP_HEAD}
_BACK = {Role.RESULT_OFFICER}
_ANYBODY = {
    Role.INTAKE_OFFICER,
    Role.APPRAISER,
    Role.APPROVER,
    Role.RECORDS_CLERK,
    Role.RESULT_OFFICER,
    Role.ONE_STOP_HEAD,
    Role.AGENCY_LEADER,
}

ACTS: tuple[ActSpec, ...] = (
    _spec(_IN, "new", intake_in.NewDossier, roles=_OFFICER),
    _spec(_IN, "identify", intake_in.Identify, roles=_OFFICER),
    _spec(_IN, "read_card", intake_in.ReadCard, roles=_OFFICER),
    _spec(_IN, "mark", intake_in.MarkComponent, roles=_OFFICER),
    _spec(_IN, "digitise", intake_in.Digitise, roles=_OFFICER),
    _spec(_IN, "scan", intake_in.Scan, roles=_OFFICER),
    _spec(_IN, "scan_backs", intake_in.ScanBacks, roles=_OFFICER),
    _spec(_IN, "take_in", intake_in.TakeInPages, roles=_OFFICER),
    _spec(_IN, "print_covers", intake_in.PrintCovers, roles=_OFFICER),
    _spec(_IN, "arrange", intake_in.ArrangePages, roles=_OFFICER),
    _spec(_IN, "undo", intake_in.UndoPages, roles=_OFFICER),
    _spec(_IN, "redo", intake_in.RedoPages, roles=_OFFICER),
    _spec(_IN, "confirm_blank", intake_in.ConfirmBlank, roles=_OFFICER),
    _spec(_IN, "set_material", intake_in.SetMaterial, roles=_OFFICER),
    _spec(_IN, "take_signed_original", intake_in.TakeSignedOriginal, roles=_OFFICER),
    _spec(_IN, "read", intake_in.ReadComponent, roles=_OFFICER),
    _spec(_IN, "fill", intake_in.FillForm, roles=_OFFICER),
    _spec(_IN, "ask_stores", intake_in.AskStores, roles=_OFFICER, part="reuse"),
    _spec(_IN, "reuse", intake_in.Reuse, roles=_OFFICER, part="reuse"),
    _spec(
        _IN,
        "decide_not_to_digitise",
        intake_in.DecideNotToDigitise,
        roles=_OFFICER | {Role.ONE_STOP_HEAD},
    ),
    _spec(_IN, "check_original", intake_in.CheckOriginal, roles=_OFFICER),
    _spec(_IN, "sign_components", intake_in.SignComponents, roles=_OFFICER | _JUDGE, signs="yes"),
    _spec(_IN, "receive", intake_in.Receive, "receive", "receive_online", "receive_supplemented"),
    _spec(
        _IN,
        "ask_to_supplement",
        intake_in.AskToSupplement,
        "ask_to_supplement_at_intake",
        "ask_to_supplement_online",
    ),
    _spec(_IN, "reject", intake_in.Reject, "reject_at_intake", "reject_online"),
    _spec(_IN, "give_up", intake_in.GiveUp, "reject_not_supplemented", "stop_not_supplemented"),
    _spec(_IN, "pass_to_appraisal", intake_in.PassToAppraisal, "pass_to_appraisal"),
    _spec(_IN, "request_payment", intake_in.RequestPayment, "request_payment"),
    _spec(_IN, "record_payment", intake_in.RecordPayment, "record_payment"),
    _spec(_IN, "take_supplement", intake_in.TakeSupplement, "take_supplement"),
    _spec(_IN, "request_withdrawal", intake_in.RequestWithdrawal, "request_withdrawal"),
    _spec(_AP, "record_checks", appraise_in.RecordChecks, roles=_JUDGE),
    _spec(_AP, "request_opinion", appraise_in.RequestOpinion, "request_opinion"),
    _spec(
        _AP, "record_opinion", appraise_in.RecordOpinion, roles=_JUDGE | {Role.COORDINATING_AGENCY}
    ),
    _spec(_AP, "sign_opinion", appraise_in.SignOpinion, roles=_JUDGE, signs="yes"),
    _spec(_AP, "resume", appraise_in.ResumeAppraisal, "resume_appraisal"),
    _spec(_AP, "ask_to_supplement", appraise_in.AskToSupplement, "ask_to_supplement_at_appraisal"),
    _spec(_AP, "prepare_draft", appraise_in.PrepareDraft, roles=_JUDGE),
    _spec(_AP, "submit", appraise_in.Submit, "submit_for_approval"),
    _spec(_AP, "submit_refusal", appraise_in.SubmitRefusal, "submit_refusal"),
    _spec(_AP, "take_back_withdrawal", appraise_in.TakeBackWithdrawal, "take_back_withdrawal"),
    _spec(
        _AP,
        "record_central_result",
        appraise_in.RecordCentralResult,
        "record_central_result",
        "record_central_refusal",
        signs="optional",
    ),
    _spec(_OK, "approve", approve_in.Approve, "approve", signs="yes"),
    _spec(_OK, "send_back", approve_in.SendBack, "send_back_to_appraisal"),
    _spec(_OK, "record_physical_result", approve_in.RecordPhysicalResult, "record_physical_result"),
    _spec(_OK, "extend", approve_in.Extend, "extend"),
    _spec(_OK, "stop", approve_in.Stop, "stop"),
    _spec(_AG, "verify", seal_in.Verify, roles={Role.RECORDS_CLERK, Role.RESULT_OFFICER}),
    _spec(_AG, "seal", seal_in.Seal, "seal_result", "seal_refusal", signs="yes"),
    _spec(
        _AG,
        "send_back",
        seal_in.SendBack,
        "return_to_approval",
        "return_to_appraisal",
        "return_to_intake",
    ),
    _spec(_RE, "hand_over", return_in.HandOver, "hand_over"),
    _spec(_RE, "confirm_delivery", return_in.ConfirmDelivery, roles={Role.RESULT_OFFICER}),
    _spec(_RE, "request_payment", return_in.RequestPayment, "request_payment_at_return"),
    _spec(_RE, "record_payment", return_in.RecordPayment, "record_payment_at_return"),
    _spec(_RE, "archive", return_in.Archive, "archive"),
    _spec(_RE, "open_correction", return_in.OpenCorrection, "open_correction"),
    _spec(_IN, "describe", intake_in.Describe, roles=_OFFICER, part="people"),
    _spec(_IN, "check_account", intake_in.CheckAccount, roles=_OFFICER, part="people"),
    _spec(_IN, "record_consent", intake_in.RecordConsent, roles=_OFFICER | _BACK, part="people"),
    _spec(_IN, "confirm_data", intake_in.ConfirmData, roles=_OFFICER, part="people"),
    _spec(_IN, "claim", intake_in.Claim, roles=_ANYBODY, part="people"),
    _spec(_IN, "unclaim", intake_in.Unclaim, roles=_ANYBODY, part="people"),
    _spec(_IN, "assess_fee", intake_in.AssessFee, roles=_OFFICER | _JUDGE | _BACK, part="money"),
    _spec(
        _IN,
        "record_online_payment",
        intake_in.RecordOnlinePayment,
        roles=_OFFICER | _BACK,
        part="money",
    ),
    _spec(_IN, "record_mismatch", intake_in.RecordMismatch, roles=_OFFICER, part="materials"),
    _spec(_IN, "postpone_original", intake_in.PostponeOriginal, roles=_OFFICER, part="materials"),
    _spec(_IN, "sign_slips", intake_in.SignSlips, roles=_ANYBODY, signs="yes", part="slip_signing"),
    _spec(
        _IN,
        "record_call",
        intake_in.RecordCall,
        roles=_OFFICER | _BACK | _HEAD,
        part="voices",
    ),
    _spec(
        _IN,
        "record_feedback",
        intake_in.RecordFeedback,
        roles=_OFFICER | _BACK | _HEAD,
        part="voices",
    ),
    _spec(
        _AP, "record_verification", appraise_in.RecordVerification, roles=_JUDGE, part="materials"
    ),
    _spec(
        _AP,
        "add_note",
        appraise_in.AddPageNote,
        roles=_JUDGE | {Role.APPROVER},
        part="page_notes",
    ),
    _spec(
        _AP,
        "tick_note",
        appraise_in.TickPageNote,
        roles=_JUDGE | {Role.APPROVER} | _OFFICER,
        part="page_notes",
    ),
    _spec(
        _AP,
        "drop_note",
        appraise_in.DropPageNote,
        roles=_JUDGE | {Role.APPROVER},
        part="page_notes",
    ),
    _spec(_AP, "pass_to_agency", appraise_in.PassToAgency, roles=_JUDGE, part="chain"),
    _spec(
        _AP,
        "receive_from_agency",
        appraise_in.ReceiveFromAgency,
        roles=_JUDGE | {Role.COORDINATING_AGENCY},
        part="chain",
    ),
    _spec(
        _OK,
        "delegate",
        approve_in.Delegate,
        roles={Role.APPROVER, Role.AGENCY_LEADER},
        part="registers",
    ),
    _spec(
        _OK,
        "end_delegation",
        approve_in.EndDelegation,
        roles={Role.APPROVER, Role.AGENCY_LEADER},
        part="registers",
    ),
    _spec(_OK, "assign", approve_in.Assign, roles=_HEAD, part="registers"),
    _spec(
        _OK,
        "review_procedure",
        approve_in.ReviewProcedure,
        roles=_HEAD | {Role.ADMIN, Role.AGENCY_LEADER},
        part="registers",
    ),
    _spec(
        _AG,
        "hold_seal",
        seal_in.HoldSeal,
        roles={Role.RECORDS_CLERK, Role.AGENCY_LEADER},
        part="registers",
    ),
    _spec(
        _AG,
        "use_seal",
        seal_in.UseSeal,
        roles={Role.RECORDS_CLERK, Role.RESULT_OFFICER},
        part="paper_results",
    ),
    _spec(
        _RE,
        "digitise_result",
        return_in.DigitiseResult,
        roles=_BACK,
        signs="yes",
        part="paper_results",
    ),
    _spec(
        _RE,
        "seal_result_copy",
        return_in.SealResultCopy,
        roles={Role.RECORDS_CLERK, Role.RESULT_OFFICER},
        signs="yes",
        part="paper_results",
    ),
    _spec(_RE, "print_result", return_in.PrintResult, roles=_BACK, part="paper_results"),
    _spec(
        _RE,
        "record_evaluation",
        return_in.RecordEvaluation,
        roles=_OFFICER | _BACK,
        part="voices",
    ),
    _spec(
        _RE,
        "answer_feedback",
        return_in.AnswerFeedback,
        roles={Role.ONE_STOP_HEAD, Role.AGENCY_LEADER},
        part="voices",
    ),
    _spec(_RE, "release", return_in.Release, roles=_BACK | {Role.RECORDS_CLERK}, part="releases"),
    _spec(
        _RE,
        "try_again",
        return_in.TryAgain,
        roles=_BACK | {Role.RECORDS_CLERK} | _OFFICER,
        part="releases",
    ),
)
"""The table of acts; what moves a dossier stands first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """The five steps, and the duties beside them."""

    intake: intake.Intake
    appraise: appraise.Appraise
    approve: approve.ApproveStep
    agency_sign: agency_sign.AgencySign
    return_result: return_result.ReturnResult
    people: People
    reuse: ReusingPapers
    money: Money
    materials: Materials
    chain: Chain
    voices: Voices
    slip_signing: SlipSigning
    page_notes: PageNotes
    paper_results: PaperResults
    releases: Releases
    registers: Registers

    @classmethod
    def of(cls, office: Office) -> "Steps":
        """The use cases over one office."""
        return cls(
            intake=intake.Intake(office=office),
            appraise=appraise.Appraise(office=office),
            approve=approve.ApproveStep(office=office),
            agency_sign=agency_sign.AgencySign(office=office),
            return_result=return_result.ReturnResult(office=office),
            people=People(office=office),
            reuse=ReusingPapers(office=office),
            money=Money(office=office),
            materials=Materials(office=office),
            chain=Chain(office=office),
            voices=Voices(office=office),
            slip_signing=SlipSigning(office=office),
            page_notes=PageNotes(office=office),
            paper_results=PaperResults(office=office),
            releases=Releases(office=office),
            registers=Registers(office=office),
        )

    def call(self, spec: ActSpec, command: Act, grant: SigningGrant | None = None) -> Done:
        """Do one act."""
        method: Callable[..., Done] = getattr(getattr(self, spec.part), spec.name)
        if spec.signs == "no":
            return method(command)
        return method(command, grant)


def act_named(step: str, name: str) -> ActSpec | None:
    """The act of that name, or None."""
    return next((a for a in ACTS if a.step == step and a.name == name), None)
