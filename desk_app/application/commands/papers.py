"""Inputs about papers of any step."""

from dataclasses import dataclass

from desk_app.application.work import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSensitive(Act):
    """Look at a paper with sensitive personal data (images of identity cards and the like).

    Source: NĐ 356/2025/NĐ-CP Art. 4; access to sensitive data is limited and recorded.

    Attributes:
        component: key of the component.
        reason: why this officer needs to see it now.
    """

    component: str
    reason: str
