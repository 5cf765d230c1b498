"""The chip of an identity card, read over PC/SC: access, protected session, files.

What is read is not believed here; who signed it is for another library to say.
"""

from scanner.chip.contents import Face, card_items, face, portrait, zone_lines
from scanner.chip.errors import CODES, ChipError
from scanner.chip.keys import AccessKey, CardNumberKey, ZoneKey, zone_key
from scanner.chip.reading import CardReading, ReadRequest, read_card
from scanner.chip.session import Transport
from scanner.chip.ways import CardWay, list_readers, open_way

__all__ = [
    "CODES",
    "AccessKey",
    "CardNumberKey",
    "CardReading",
    "CardWay",
    "ChipError",
    "Face",
    "ReadRequest",
    "Transport",
    "ZoneKey",
    "card_items",
    "face",
    "list_readers",
    "open_way",
    "portrait",
    "read_card",
    "zone_key",
    "zone_lines",
]
