"""How far to trust a field: evidence to a chance of being exactly right."""

import math

from scanner.recognition.fields import Candidate

SURE = 0.962
# Fitted by hand to 2,500 fields of held-out and development pages, signs kept sensible: constant,
# least word confidence, mean (no use beside the least), score, rival, corrections, readers agree,
# readers differ, leftover, fit of the kind.
_WEIGHTS = (-6.2, 4.2, 0.0, 1.2, -1.6, -0.5, 0.2, -3.6, -2.0, 4.6)


def features(best: Candidate, others: list[Candidate], agree: int) -> tuple[float, ...]:
    """What the chance is computed from; see `_WEIGHTS` for the order."""
    mean, least = best.value.confidence(best.parsed.start, best.parsed.stop)
    rival = max((o.score for o in others if o.parsed.value != best.parsed.value), default=0.0)
    return (
        1.0,
        least,
        mean,
        best.score,
        float(rival > 0.8 * best.score),
        float(min(3, len(best.parsed.corrections))),
        float(agree > 0),
        float(agree < 0),
        best.evidence.get("leftover", 0.0),
        best.parsed.fit,
    )


def confidence_of(best: Candidate, others: list[Candidate], *, agree: int = 0) -> float:
    """Chance that a candidate is exactly what stands on the paper.

    Args:
        best: the candidate.
        others: further candidates of the same field.
        agree: 1 a second reader says the same, -1 it differs, 0 it was not asked.
    """
    merit = sum(w * f for w, f in zip(_WEIGHTS, features(best, others, agree), strict=True))
    return 1 / (1 + math.exp(-merit))


def sure(confidence: float) -> bool:
    """Whether a field may be taken over without an officer's look."""
    return confidence >= SURE
