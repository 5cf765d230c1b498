"""A practice identity card with a chip: made at run time, signed by a throw-away authority."""

from desk_app.practice.chip.card import PracticeCard
from desk_app.practice.chip.content import CardContent, CardFaults, make_card
from desk_app.practice.chip.places import CardServer, InVirtualReader

__all__ = [
    "CardContent",
    "CardFaults",
    "CardServer",
    "InVirtualReader",
    "PracticeCard",
    "make_card",
]
