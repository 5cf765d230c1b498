"""Why a field is not sure, for people: the parts of its evidence that speak against it most."""

from collections.abc import Mapping

from scanner.recognition.confidence import weights

_SAID = {
    "differs": "readers_differ",
    "unbacked": "readers_differ",
    "contradicted": "contradicted",
    "loose_role": "whose",
    "lone": "whose",
    "leftover": "unlabelled",
    "weak_place": "unlabelled",
    "run_on": "unlabelled",
    "rival": "rival",
    "unclear": "faint",
    "noisy_page": "faint",
    "odd": "odd",
    "rare": "odd",
    "unfinished": "unfinished",
    "orphan": "unfinished",
    "glued": "glued",
    "misfit": "misfit",
}
_LEAST = 0.15
_MOST = 2


def doubts(evidence: Mapping[str, float]) -> tuple[str, ...]:
    """At most two reasons, the heaviest first; empty where nothing speaks against the field.

    Args:
        evidence: of `confidence.evidence`.
    """
    known = weights()
    against = sorted(
        (known.get(name, 0.0) * part, _SAID[name])
        for name, part in evidence.items()
        if name in _SAID and part
    )
    said = dict.fromkeys(reason for weight, reason in against if weight < -_LEAST)
    return tuple(said)[:_MOST]
