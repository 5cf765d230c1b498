"""Provincial systems behind the sync port."""

from desk_app.adapters.sync.reference import LineSettings, ReferenceProvince
from desk_app.adapters.sync.rules import act_rules

__all__ = ["LineSettings", "ReferenceProvince", "act_rules"]
