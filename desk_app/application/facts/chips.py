"""The answer of `desk-app identity card`."""

from desk_app.application.facts.stream import Answer
from desk_app.domain.identity import ChipReport


def answer_chip(report: ChipReport, sentence: str) -> Answer:
    """A reading as plain values; the picture is never among them.

    Args:
        report: what was read and how far it is proven.
        sentence: the verdict in words.
    """
    person = report.person
    return {
        "verdict": str(report.verdict),
        "reasons": list(report.reasons),
        "sentence": sentence,
        "card": {
            "number": person.number,
            "full_name": person.full_name,
            "birth": person.birth,
            "sex": person.sex,
            "nationality": person.nationality,
            "ethnicity": person.ethnicity,
            "origin": person.origin,
            "residence": person.residence,
            "issued": person.issued,
            "expiry": person.expiry,
            **{k: v if isinstance(v, str) else list(v) for k, v in person.more.items()},
        },
        "disagreements": list(report.disagreements),
        "access": report.access,
        "chip_proven": report.is_chip_proven,
        "proven": list(report.proven),
        "problems": dict(report.problems),
        "signer": report.signer,
        "signer_ends": report.signer_ends.isoformat() if report.signer_ends else None,
        "country": report.country,
        "exchanges": report.exchanges,
        "seconds": {"total": round(report.seconds, 3), "card": round(report.card_seconds, 3)},
    }
