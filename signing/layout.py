"""The new revision of a file that is to be signed: fields, marks and an empty signature.

Source: ISO 32000-2, clauses 12.7.5.5 and 12.8.1; ETSI EN 319 142-1, clause 5.3.
"""

from typing import TYPE_CHECKING

from signing.clock import VIETNAM
from signing.marks.draw import Drawer
from signing.marks.plan import FieldPlan, plan_prepared
from signing.pdf.document import PdfDocument
from signing.pdf.fields import NOWHERE, FormEdit
from signing.pdf.revision import Revision, reference, text_string
from signing.pdf.signature import SealedRevision, signature_body
from signing.request import SignRequest

if TYPE_CHECKING:
    import datetime as dt


def seal(
    document: PdfDocument, request: SignRequest, plan: FieldPlan, entries: bytes, room: int
) -> SealedRevision:
    """Lay out the revision of one signature, ready to be hashed.

    Args:
        document: the file as it is.
        request: says which later fields are prepared beside this one.
        plan: field and mark of the signature.
        entries: the signature dictionary but for range and contents.
        room: bytes kept free for the signature.
    """
    revision = Revision(document)
    form, drawer = FormEdit(document, revision), Drawer(document, revision)
    signature = revision.reserve()
    appearance = None
    if plan.mark is not None and plan.frame is not None:
        appearance = drawer.draw(plan.mark, plan.frame)
    value = reference(signature)
    if plan.existing is not None:
        form.fill(plan.existing, appearance=appearance, value=value)
    else:
        page_index, box = _where(plan)
        form.add(plan.name, page_index, box, appearance=appearance, value=value)
    for later in plan_prepared(document, request, plan):
        page_index, box = _where(later)
        form.add(later.name, page_index, box, appearance=drawer.empty(), value=None)
    form.write()
    revision.put(signature_body(entries, room), signature)
    return SealedRevision(revision, signature, document.size)


def signature_entries(request: SignRequest, name: str, signed_at: "dt.datetime") -> bytes:
    """The dictionary but for range and contents; ``/M`` is the claimed time (EN 319 142-1, 5.3)."""
    claimed = signed_at.astimezone(VIETNAM).strftime("D:%Y%m%d%H%M%S+07'00'")
    parts = [
        b"/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached",
        b"/M(%b)" % claimed.encode("ascii"),
        b"/Name %b" % text_string(name),
    ]
    if request.reason:
        parts.append(b"/Reason %b" % text_string(request.reason))
    if request.location:
        parts.append(b"/Location %b" % text_string(request.location))
    return b"".join(parts)


def _where(plan: FieldPlan) -> tuple[int, tuple[float, float, float, float]]:
    if plan.place is None or plan.frame is None:
        return 0, NOWHERE
    return plan.place.page_index, plan.frame.rectangle(plan.place)
