"""Which reasons make a verdict invalid; every other reason makes it unknown."""

from collections.abc import Iterable

from signing.verify.verdict import Verdict

INVALID = frozenset(
    {
        "algorithm.digests_differ",
        "algorithm.weak_certificate",
        "algorithm.weak_digest",
        "algorithm.weak_key",
        "asic.digest_mismatch",
        "certificate.expired",
        "certificate.not_yet_valid",
        "certificate.revoked",
        "certificate.wrong_usage",
        "chain.authority_revoked",
        "chain.impostor",
        "chain.not_an_authority",
        "chain.path_too_long",
        "change.annotation",
        "change.forbidden",
        "change.locked_field",
        "change.mark_over_content",
        "change.page_content",
        "change.pages",
        "change.shown_differently",
        "change.value_replaced",
        "cms.certificate_not_bound",
        "cms.content_type",
        "cms.message_digest",
        "cms.no_signed_attributes",
        "cms.other_certificate_bound",
        "cms.several_signers",
        "signature.broken",
        "signature.digest_mismatch",
        "time_stamp.other_imprint",
        "xml.digest_mismatch",
    }
)


def verdict_of(reasons: Iterable[str]) -> Verdict:
    """Valid without reasons, invalid with a damning one, else unknown."""
    found = list(reasons)
    if not found:
        return Verdict.VALID
    return Verdict.INVALID if any(r in INVALID for r in found) else Verdict.UNKNOWN


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict of a whole from its parts; unsigned when there is no part."""
    found = set(verdicts)
    for verdict in (Verdict.INVALID, Verdict.UNKNOWN, Verdict.VALID):
        if verdict in found:
            return verdict
    return Verdict.UNSIGNED
