"""Papers of a dossier whose signatures an office answers for, as long as it keeps the dossier."""

from desk_app.domain.components import PaperRef
from desk_app.domain.dossier import Dossier


def signed_papers(dossier: Dossier) -> tuple[PaperRef, ...]:
    """Newest states of all papers with signatures made here or taken in as valid, each once.

    Scans, drafts and papers that an applicant signed in vain are not among them.
    """
    result = dossier.result
    holders = (
        *dossier.components,
        *dossier.slips,
        *dossier.opinions,
        *((result,) if result else ()),
    )
    signed = [one.file for one in holders if one.signatures]
    signed += [one.file for one in dossier.components if one.is_signed_original]
    return tuple({ref.sha256: ref for ref in signed if ref is not None}.values())
