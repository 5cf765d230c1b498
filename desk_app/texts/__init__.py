"""Words that an officer reads, looked up by key and filled with facts; knows no widget."""

from desk_app.texts.catalogue import Message, Texts, shipped
from desk_app.texts.vietnamese import (
    amount_in_words,
    date_in_words,
    day_and_month,
    long_date,
    number_in_words,
)

__all__ = [
    "Message",
    "Texts",
    "amount_in_words",
    "date_in_words",
    "day_and_month",
    "long_date",
    "number_in_words",
    "shipped",
]
