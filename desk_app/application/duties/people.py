"""Who files and how: channel, account, consent, the second screen, and who holds the dossier."""

from dataclasses import dataclass

from desk_app.application.commands.intake import (
    CheckAccount,
    Claim,
    ConfirmData,
    Describe,
    RecordConsent,
    Unclaim,
)
from desk_app.application.ports import Office
from desk_app.application.sync_values import CommandKind
from desk_app.application.work import Done, Work, working_on
from desk_app.domain.accounts import AccountCheck, Confirmation, Consent, shown_digest
from desk_app.domain.errors import ConflictError, RuleError
from desk_app.domain.people import Role

CHANNELS = frozenset({"counter", "online", "post"})
_OUTCOMES = frozenset(
    {"authenticated", "not_found", "created", "refused", "queued", "lost", "misused"}
)
_REPORTED = frozenset({"lost", "misused"})
_CHOICES = frozenset({"paper_and_electronic", "electronic", "paper", "post"})
_PLAIN = ("carrier", "set_count", "delivery_place", "paper_reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The people around a dossier."""

    office: Office

    def describe(self, command: Describe) -> Done:
        """Keep how the dossier came in and how its result goes out."""
        with working_on(self.office, command) as work:
            _one_of("channel", command.channel, CHANNELS)
            _one_of("delivery_choice", command.delivery_choice, _CHOICES)
            if command.set_count is not None and command.set_count < 1:
                raise RuleError(
                    "intake.bad_choice", {"field": "set_count", "value": command.set_count}
                )
            dossier = work.dossier
            if command.contains_secret and any(c.file is not None for c in dossier.components):
                raise RuleError("intake.secret_digitised", {"dossier": dossier.shown_code})
            changed = []
            names = (*_PLAIN, "channel", "delivery_choice", "contains_secret")
            for name in names:
                value = getattr(command, name)
                if value is not None and value != getattr(dossier, name):
                    setattr(dossier, name, value)
                    changed.append(name)
            work.note("dossier_described", data={"fields": tuple(changed)})
            work.finish()
            return work.done()

    def check_account(self, command: CheckAccount) -> Done:
        """Keep how the digital account was looked up; intake goes on without a line."""
        with working_on(self.office, command) as work:
            _one_of("outcome", command.outcome, _OUTCOMES)
            if command.outcome == "created" and not command.agreed:
                raise RuleError("intake.account_without_agreement", {"identifier": ""})
            check = AccountCheck(
                identifier=command.identifier,
                store=command.store,
                method=command.method,
                outcome=command.outcome,
                level=command.level,
                agreed=command.agreed,
                at=work.now,
                by=command.actor.user,
            )
            work.dossier.account_checks = (*work.dossier.account_checks, check)
            if command.outcome in {"authenticated", "created"}:
                work.dossier.account = command.identifier
            if command.outcome in _REPORTED:
                _take_report(work, command)
            work.note("account_checked", data={"store": command.store, "outcome": command.outcome})
            work.finish()
            return work.done()

    def record_consent(self, command: RecordConsent) -> Done:
        """Keep consent or refusal; neither is ever assumed."""
        with working_on(self.office, command) as work:
            _one_of("scope", command.scope, frozenset({"reuse", "share"}))
            consent = Consent(
                scope=command.scope,
                given=command.given,
                legal_basis=command.legal_basis,
                at=work.now,
                by=command.actor.user,
            )
            work.dossier.consents = (*work.dossier.consents, consent)
            work.note("consent_recorded", data={"scope": command.scope, "given": command.given})
            work.finish()
            return work.done()

    def confirm_data(self, command: ConfirmData) -> Done:
        """Keep that the applicant saw exactly this block and said yes or no."""
        digest = shown_digest(command.shown)
        with working_on(self.office, command) as work:
            if not command.shown:
                raise RuleError("intake.nothing_shown", {"block": command.block})
            seen = Confirmation(
                block=command.block,
                sha256=digest,
                agrees=command.agrees,
                remark=command.remark,
                at=work.now,
                by=command.actor.user,
            )
            work.dossier.confirmations = (*work.dossier.confirmations, seen)
            work.note(
                "data_confirmed",
                reason=command.remark,
                data={"block": command.block, "agrees": command.agrees, "sha256": digest},
            )
            work.finish()
            return work.done(facts={"sha256": digest})

    def claim(self, command: Claim) -> Done:
        """Take the dossier; somebody else's claim stands until it is given back."""
        with working_on(self.office, command) as work:
            holder = work.dossier.claimed_by
            if holder and holder != command.actor.user:
                raise ConflictError("dossier.claimed", {"user": holder})
            work.dossier.claimed_by, work.dossier.claimed_at = command.actor.user, work.now
            work.note("dossier_claimed")
            work.finish()
            return work.done()

    def unclaim(self, command: Unclaim) -> Done:
        """Give the dossier back to the list."""
        with working_on(self.office, command) as work:
            holder = work.dossier.claimed_by
            is_head = Role.ONE_STOP_HEAD in work.actor.roles
            if holder and holder != command.actor.user and not is_head:
                raise ConflictError("dossier.claimed", {"user": holder})
            work.dossier.claimed_by, work.dossier.claimed_at = "", None
            work.note("dossier_unclaimed", data={"holder": holder})
            work.finish()
            return work.done()


def _take_report(work: Work, command: CheckAccount) -> None:
    """An account that its owner lost or that others used proves nobody any more (R-PR-16)."""
    work.dossier.account = ""
    if work.dossier.code is not None:
        text = f"{command.outcome}: {command.identifier}"
        work.tell(CommandKind.RECORD_FEEDBACK, {"about": "account", "text": text})


def _one_of(name: str, value: str | None, known: frozenset[str]) -> None:
    if value is not None and value not in known:
        raise RuleError("intake.bad_choice", {"field": name, "value": value[:60]})
