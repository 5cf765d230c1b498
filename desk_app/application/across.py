"""Where the papers of a dossier say different things of the same person or plot."""

import functools

import resources
from desk_app.domain.across import Difference, Subjects, differences
from desk_app.domain.dossier import Dossier

SHIPPED = "rules/subjects.toml"


@functools.lru_cache(maxsize=1)
def subjects() -> Subjects:
    """Which fields of which document types tell of a person or a plot."""
    return resources.toml(SHIPPED)


def found_across(dossier: Dossier) -> tuple[Difference, ...]:
    """Differences between the papers that were read, in the check-list's order."""
    return differences({part.key: part.said for part in dossier.components}, subjects())
