"""Why something did not go through."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desk_app.application.sync_values.wire import Json, JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why something did not go through: a stable slug and typed facts, never a sentence.

    ``code`` is a key of the text catalogue (``sync.*``); ``facts`` fill its placeholders.
    """

    code: str
    facts: Mapping[str, Json] = field(default_factory=dict)

    def to_json(self) -> JsonObject:
        """Give the problem as JSON for a row."""
        return {"code": self.code, "facts": dict(self.facts)}

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> "Problem":
        """Read back what ``to_json`` wrote."""
        facts = data.get("facts")
        return cls(code=str(data["code"]), facts=facts if isinstance(facts, dict) else {})
