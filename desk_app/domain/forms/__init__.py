"""E-forms (biểu mẫu điện tử): their definition, and values that remember where they came from.

A form is JSON Schema 2020-12 plus a `ui` section (order, groups, widgets) and a `read` section
that says which field of which paper fills which field of the form. Field names are those of the
papers (`ho_ten`, `me_ho_ten`, …), so that paper, form and result speak one vocabulary.
"""

from desk_app.domain.forms.definition import (
    Basis,
    Convert,
    FormDefinition,
    FormField,
    FormSection,
    ReadRule,
    Scalar,
    Widget,
    form_from_data,
)
from desk_app.domain.forms.filled import EarlierValue, FilledForm, FilledValue, Origin
from desk_app.domain.forms.reading import Reading, convert, values_from_reading

__all__ = [
    "Basis",
    "Convert",
    "EarlierValue",
    "FilledForm",
    "FilledValue",
    "FormDefinition",
    "FormField",
    "FormSection",
    "Origin",
    "ReadRule",
    "Reading",
    "Scalar",
    "Widget",
    "convert",
    "form_from_data",
    "values_from_reading",
]
