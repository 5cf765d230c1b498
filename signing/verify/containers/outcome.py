"""What is known of a signed file that is no PDF."""

from dataclasses import dataclass, field

from signing.verify.crypto.context import Context
from signing.verify.judge import Finding
from signing.verify.reasons import verdict_of, worst
from signing.verify.verdict import SignatureVerdict, Verdict


@dataclass(slots=True, kw_only=True)
class Outcome:
    """Signatures found and reasons that concern the file as a whole."""

    reasons: list[str] = field(default_factory=list)
    signatures: list[SignatureVerdict] = field(default_factory=list)

    @property
    def verdict(self) -> Verdict:
        """The verdict on the whole file; without any signature it is unknown, never unsigned."""
        if not self.signatures and not self.reasons:
            return Verdict.UNKNOWN
        return worst([verdict_of(self.reasons), *(s.verdict for s in self.signatures)])

    @property
    def all_reasons(self) -> list[str]:
        """The file's own reasons, then those of its signatures, each once."""
        found = [*self.reasons, *(r for s in self.signatures for r in s.reasons)]
        return list(dict.fromkeys(found))


def signature_verdict(
    finding: Finding, context: Context, form: str, *, whole: bool = True
) -> SignatureVerdict:
    """A finding as a verdict; ``form`` is ``cades``, ``xades`` or the like."""
    return SignatureVerdict(
        signer=finding.signer,
        serial=finding.serial,
        role=context.policy.role("", finding.policies),
        level=level_of(finding, form),
        signed_at=finding.signed_at,
        time_source=finding.time_source,
        verdict=verdict_of(finding.faults),
        reasons=tuple(finding.faults),
        covers="whole_file" if whole else "earlier_revision",
    )


def level_of(finding: Finding, form: str) -> str:
    """The level of a signature that carries its own evidence."""
    if not finding.stamped:
        return f"{form}-b"
    return f"{form}-lt" if finding.embedded else f"{form}-t"
