"""First generation of the national interface: envelopes, and what an answer means.

A counter never calls the national portal itself; the provincial system does. This module builds
what would be sent, for the dry run and for a province that offers the same services as paths.
"""

import enum
from collections.abc import Mapping, Sequence
from typing import Any

from desk_app.adapters.sync.national_export import Export, FieldTable
from desk_app.adapters.sync.national_facts import Address, dossier_facts, progress_facts
from desk_app.adapters.sync.rules import act_rules

PROGRESS_ROWS = 10


class G1Answer(enum.StrEnum):
    """What the endpoint said."""

    ACCEPTED = "accepted"
    EXISTS = "exists"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"


class DvcqgG1:
    """Exporter of one agency."""

    def __init__(self, agency: str, *, unit_name: str, address: Address) -> None:
        self._table = FieldTable("dvcqg_g1")
        self._agency = agency
        self._unit_name = unit_name
        self._address = address

    def dossier(self, document: Mapping[str, Any]) -> Export:
        """Give the dossier object with every field explained."""
        facts = dossier_facts(document, act_rules(), self._address, unit_name=self._unit_name)
        return self._table.export("dossier", facts)

    def progress(self, document: Mapping[str, Any], words: Any) -> list[Export]:
        """Give one progress row a change of state."""
        rows = progress_facts(document, act_rules(), words)
        return [self._table.export("progress", row) for row in rows]

    def dossier_call(
        self, session: str, exports: Sequence[Export], *, is_known: bool
    ) -> dict[str, Any]:
        """Give the body of a dossier call; booleans are words there.

        Raises:
            ValueError: an export is incomplete: it is shown, not sent.
        """
        if not all(export.is_complete for export in exports):
            raise ValueError("incomplete payload")
        return {
            "session": session,
            "madonvi": self._agency,
            "service": self._table.data["service_dossier"],
            "isUpdating": "True" if is_known else "False",
            "data": [export.payload for export in exports],
        }

    def progress_calls(self, session: str, exports: Sequence[Export]) -> list[dict[str, Any]]:
        """Give the bodies of progress calls, ten rows each."""
        return [
            {
                "session": session,
                "madonvi": self._agency,
                "service": self._table.data["service_progress"],
                "data": [export.payload for export in exports[start : start + PROGRESS_ROWS]],
            }
            for start in range(0, len(exports), PROGRESS_ROWS)
        ]

    def answer(self, data: object) -> G1Answer:
        """Say what an answer means, by its code; the words only tell *exists* from *refused*."""
        if not isinstance(data, Mapping) or "error_code" not in data:
            return G1Answer.NO_ANSWER
        code = str(data["error_code"])
        if code in self._table.data["success"]:
            return G1Answer.ACCEPTED
        words = str(data.get("message", "")).casefold()
        if code in self._table.data["exists"] and self._table.data["exists_words"] in words:
            return G1Answer.EXISTS
        return G1Answer.REFUSED
