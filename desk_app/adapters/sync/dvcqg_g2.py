"""Second generation of the national interface: what goes in which step, explained.

The order is fixed: token, code from the server, files, dossier, progress, status. Facts the server
gives (code, file ids and hashes) enter the document before the dossier object can be complete.
"""

from collections.abc import Mapping
from typing import Any

from desk_app.adapters.sync.national_export import Export, FieldTable
from desk_app.adapters.sync.national_facts import Address, dossier_facts, progress_facts
from desk_app.adapters.sync.rules import act_rules

STATES_WITH_LISTS = frozenset({"5", "6", "9"})


class DvcqgG2:
    """Exporter of one agency."""

    def __init__(self, *, unit_name: str, address: Address) -> None:
        self._table = FieldTable("dvcqg_g2")
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

    def status(self, document: Mapping[str, Any], text: str) -> Export:
        """Give the status object of the present state."""
        facts = dossier_facts(document, act_rules(), self._address, unit_name=self._unit_name)
        return self._table.export("status", {**facts, "text": text})
