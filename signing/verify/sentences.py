"""One sentence a person can read for each verdict, from a catalogue handed in or shipped."""

import functools
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from signing.verify.reasons import INVALID
from signing.verify.verdict import SignatureVerdict, Verdict

Catalogue = Mapping[str, Any]  # TOML tables


@functools.cache
def default_catalogue() -> Catalogue:
    """The catalogue shipped with this package."""
    text = resources.files("signing.verify").joinpath("catalogue.toml").read_text("utf-8")
    return tomllib.loads(text)


def sentence_for(
    verdict: Verdict,
    reasons: Sequence[str],
    signatures: Sequence[SignatureVerdict],
    catalogue: Catalogue | None = None,
) -> str:
    """The sentence of a file: what was found, in the words of its weightiest reason.

    Args:
        verdict: the verdict of the file.
        reasons: its reasons, in the order found.
        signatures: its signatures; the first one that does not hold names the signer.
        catalogue: tables ``verdicts``, ``reasons`` and ``families`` (by the first part of a code);
            what is missing comes from the shipped one.
    """
    chosen = catalogue or {}
    verdicts = {**default_catalogue()["verdicts"], **chosen.get("verdicts", {})}
    texts = {**default_catalogue()["reasons"], **chosen.get("reasons", {})}
    families = {**default_catalogue()["families"], **chosen.get("families", {})}
    if verdict is Verdict.VALID:
        key = "valid_one" if len(signatures) == 1 else "valid"
        signer = signatures[0].signer if signatures else ""
        return str(verdicts[key]).format(count=len(signatures), signer=signer)
    if verdict is Verdict.UNSIGNED:
        return str(verdicts["unsigned"])
    weighty = [r for r in reasons if r in INVALID] if verdict is Verdict.INVALID else list(reasons)
    for reason in weighty:
        text = texts.get(reason) or families.get(reason.partition(".")[0])
        if text:
            return f"{text} {_who(reason, signatures, verdicts)}".strip()
    return str(verdicts[verdict.value])


def _who(reason: str, signatures: Sequence[SignatureVerdict], verdicts: Mapping[str, str]) -> str:
    """Whose signature is meant, when not the only one."""
    names = [s.signer for s in signatures if reason in s.reasons and s.signer]
    if len(signatures) < 2 or not names or len(names) == len(signatures):
        return ""
    return str(verdicts["concerns"]).format(signer=", ".join(dict.fromkeys(names)))
