"""Whether a chip's data is the state's: genuine, not genuine, or cannot tell."""

from signing.chip.authenticity import Authenticity, ChipFiles, ChipVerdict, judge
from signing.chip.countries import country_store, load_countries

__all__ = [
    "Authenticity",
    "ChipFiles",
    "ChipVerdict",
    "country_store",
    "judge",
    "load_countries",
]
