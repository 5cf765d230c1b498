"""How far to trust a field: evidence to a chance of being exactly right."""

import math

from scanner.recognition.fields import Candidate

SURE = 0.97


def confidence_of(best: Candidate, others: list[Candidate]) -> float:
    """Chance that a candidate is exactly what stands on the paper."""
    mean, least = best.value.confidence(best.parsed.start, best.parsed.stop)
    rival = max((o.score for o in others if o.parsed.value != best.parsed.value), default=0.0)
    merit = -9.0 + 5.0 * least + 3.5 * mean + 4.5 * best.score - 2.0 * (rival > 0.8 * best.score)
    merit -= 0.7 * len(best.parsed.corrections)
    return 1 / (1 + math.exp(-merit))


def sure(confidence: float) -> bool:
    """Whether a field may be taken over without an officer's look."""
    return confidence >= SURE
