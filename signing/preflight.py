"""What can be said of a file before the PIN is asked, so that no signature is spent in vain."""

from signing.clock import Clock, utc_now
from signing.files import explained
from signing.marks.form import format_time
from signing.marks.look import refuse_undrawable
from signing.marks.plan import plan_signature
from signing.pdf.document import PdfDocument
from signing.pdf.permissions import refuse_forbidden
from signing.request import SignRequest
from signing.standing import refuse_broken


def preflight(request: SignRequest, certificate: bytes, *, clock: Clock = utc_now) -> None:
    """Refuse a file that cannot be signed as asked; nothing is written.

    Args:
        request: what is wanted.
        certificate: DER of the signer's certificate; its name stands on the mark.
        clock: for the time on the mark.

    Raises:
        SigningError: the file cannot be read or drawn, an earlier signature no longer holds or
            forbids another one, the field is taken, the mark does not fit.
    """
    with explained(request.source):
        request.source.stat()
    refuse_broken(request.source)
    refuse_undrawable(request.source)
    with PdfDocument(request.source) as document:
        time_text = format_time(request.at or clock())
        plan = plan_signature(document, request, certificate, time_text)
        refuse_forbidden(document, plan.name, is_new_field=plan.existing is None)
