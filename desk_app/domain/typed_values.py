"""What an officer types into a field, and how a stored value is shown there again.

Values are stored as the schema of the form wants them: dates as ISO texts, numbers as numbers.
"""

import re
import unicodedata

from desk_app.domain.forms import Convert, FormField, Scalar, Widget, convert

_WHOLE_DATE = re.compile(r"\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{4}|\d{4}-\d{2}-\d{2}")
_WHOLE_NUMBER = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?|-?\d+\.\d+")
_YES, _NO = "true", "false"


def typed_value(field: FormField, text: str) -> Scalar:
    """The value a field stores for a typed text.

    A text that does not fit the kind of the field is kept as it was typed, so that the check of
    the form names the field and the officer sees what they wrote.
    """
    text = unicodedata.normalize("NFC", text).strip()
    match field.widget:
        case Widget.DATE if _WHOLE_DATE.fullmatch(text):
            date = convert(text, Convert.DATE)
            return text if date is None else date
        case Widget.NUMBER | Widget.MONEY if _WHOLE_NUMBER.fullmatch(text):
            return convert(text, Convert.NUMBER)
        case Widget.PERSON_ID | Widget.PHONE:
            return re.sub(r"[\s.\-]", "", text)
        case Widget.CHECKBOX if text.casefold() in {_YES, _NO}:
            return text.casefold() == _YES
        case _:
            return text


def shown_value(field: FormField, value: Scalar) -> str:
    """A stored value as the officer reads and types it: 26/01/2021, 1.208,5."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, int | float):
        whole, _, part = f"{value:,.6f}".partition(".")
        part = part.rstrip("0")
        return whole.replace(",", ".") + (f",{part}" if part else "")
    if field.widget is Widget.DATE and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        year, month, day = value.split("-")
        return f"{day}/{month}/{year}"
    return value
