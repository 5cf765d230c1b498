"""What was counted of a restructuring file, read back from the answer of the command."""

from collections.abc import Mapping
from typing import Any

from desk_app.application.restructuring.study import Findings
from desk_app.domain.restructuring.evidence import (
    Evidence,
    FieldEvidence,
    PartEvidence,
    StepEvidence,
)
from desk_app.domain.restructuring.linked import GroupComparison
from desk_app.domain.restructuring.replay import Comparison


def findings_from_data(data: Mapping[str, Any]) -> Findings:
    """The findings that ``restructure study --json`` wrote down."""
    replay = data["replay"]
    return Findings(
        evidence={key: _evidence(each) for key, each in data["evidence"].items()},
        replay=GroupComparison(
            cases=replay["cases"],
            whole=replay["whole"],
            together=_comparison(replay["together"]),
            parts=tuple(map(_comparison, replay["parts"])),
        ),
    )


def _evidence(data: Mapping[str, Any]) -> Evidence:
    return Evidence(
        dossiers=data["dossiers"],
        recorded=data["recorded"],
        parts=tuple(PartEvidence(**each) for each in data["parts"]),
        fields=tuple(FieldEvidence(**each) for each in data["fields"]),
        steps=tuple(StepEvidence(**each) for each in data["steps"]),
        causes=tuple((key, times) for key, times in data["causes"]),
    )


def _comparison(data: Mapping[str, Any]) -> Comparison:
    pairs: dict[str, Any] = {
        key: tuple(each) if isinstance(each, list) else each for key, each in data.items()
    }
    return Comparison(**pairs)
