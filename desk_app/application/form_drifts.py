"""Which papers of a dossier were filed on a form that is not the one in force."""

import datetime as dt
from collections.abc import Mapping, Sequence

from desk_app.application.ports import PageRead
from desk_app.domain.dossier import Dossier
from desk_app.domain.form_versions import FormDrift, FormSeen, form_drift
from desk_app.domain.moments import local


def seen_on(pages: Sequence[PageRead]) -> FormSeen | None:
    """What the first page that says something of its form says; None when none does."""
    for page in pages:
        if page.form is not None:
            return FormSeen(
                page=page.index,
                act=page.form.act,
                signs=(page.form.named,) if page.form.named else page.form.labels,
                known=page.form.known,
            )
    return None


def form_drifts(dossier: Dossier, now: dt.datetime) -> Mapping[str, FormDrift]:
    """By component: papers on another form than that of the day of receipt; today before it."""
    on = local(dossier.received_at or now).date()
    found = {part.key: form_drift(part.form, on) for part in dossier.components}
    return {key: drift for key, drift in found.items() if drift is not None}
