"""Sensitive papers after intake: opened with a reason, and each opening is an event.

While a dossier is at intake its papers lie on the counter before the officer; from appraisal on
every look at a sensitive one is somebody's act.
"""

from desk_app.application.commands.papers import OpenSensitive
from desk_app.application.ports import Office
from desk_app.application.work import Done, working_on
from desk_app.domain.components import Component, PaperRef
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import RuleError
from desk_app.domain.workflow import INTAKE_STATES


def closed_papers(dossier: Dossier) -> dict[str, str]:
    """Digests of papers that want a reason, each with its component's key."""
    if dossier.state in INTAKE_STATES:
        return {}
    return {
        ref.sha256: part.key for part in dossier.components if part.sensitive for ref in _all(part)
    }


def open_sensitive(office: Office, command: OpenSensitive) -> Done:
    """Record who looks at a sensitive component and why; ``files`` may be read from then on.

    Raises:
        RuleError: ``papers.reason_missing``, ``workflow.role``, ``workflow.scope``.
    """
    if not command.reason.strip():
        raise RuleError("papers.reason_missing")
    with working_on(office, command) as work:
        part = work.dossier.component(command.component)
        work.files.extend(_all(part))
        work.note("sensitive_opened", reason=command.reason.strip(), data={"component": part.key})
        work.finish()
        return work.done()


def _all(part: Component) -> tuple[PaperRef, ...]:
    files = [ref for ref in (part.file, part.text) if ref is not None]
    return (*part.pages, *files, *part.earlier)
