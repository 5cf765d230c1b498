"""The signer port over the signing library: papers out of the store, signed, back into it."""

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from cryptography import x509

from desk_app.application.ports import (
    Cancellation,
    Papers,
    SigningGrant,
    SignOrder,
    SignOutcome,
)
from desk_app.domain.components import PaperRef
from desk_app.domain.errors import Fact, RuleError, UnavailableError
from signing.chain import Trust
from signing.cms.time_stamp import TimeStampService
from signing.errors import SigningError
from signing.marks.image import MarkImage
from signing.pdf.geometry import POINTS_PER_MM, Place
from signing.request import Level, PreparedField, Role, SignedFile, SignRequest
from signing.sign import sign_file
from signing.tokens.broker import SigningKey, TokenBroker, find_certificate

_STOPS = ("signing.pin_", "signing.token_", "signing.key_", "signing.module_", "signing.session_")


class DeskSigner:
    """Signs papers of the store with the token of a grant.

    Args:
        tsa_url: time-stamp service; empty signs B-B.
        trust: folder of anchors, or None.
        later: told of a file signed without its time stamp, so that it is added later.
        images: picture of a signature or seal by role, PNG bytes and width in millimetres.
    """

    def __init__(
        self,
        papers: Papers,
        *,
        tsa_url: str = "",
        trust: Path | None = None,
        clock: Callable[[], dt.datetime],
        later: Callable[[PaperRef, str], None] = lambda file, reason: None,
        images: Mapping[str, MarkImage] | None = None,
    ) -> None:
        self._papers = papers
        self._tsa_url = tsa_url
        self._trust = trust
        self._clock = clock
        self._later = later
        self._images = dict(images or {})

    def sign(
        self,
        orders: Sequence[SignOrder],
        grant: SigningGrant,
        *,
        on_outcome: Callable[[SignOutcome], None] = lambda outcome: None,
        cancelled: Cancellation | None = None,
    ) -> tuple[SignOutcome, ...]:
        """Sign under one login; a fault of the token ends the batch, the rest stays unsigned."""
        outcomes: list[SignOutcome] = []
        try:
            with TokenBroker([grant.module]) as broker:
                chosen = find_certificate(
                    broker.tokens(), token_label=grant.token, label=grant.certificate
                )
                with broker.login(
                    chosen, grant.pin, final_try_confirmed=grant.final_try_confirmed
                ) as key:
                    for order in orders:
                        if cancelled is not None and cancelled.is_cancelled():
                            break
                        outcome = self._sign_one(order, key)
                        outcomes.append(outcome)
                        on_outcome(outcome)
                        if outcome.code.startswith(_STOPS):
                            break
        except SigningError as error:
            if not outcomes:
                raise _translated(error) from error
        finally:
            if grant.pin is not None:
                grant.pin[:] = bytes(len(grant.pin))
        return tuple(outcomes)

    def _sign_one(self, order: SignOrder, key: SigningKey) -> SignOutcome:
        with tempfile.TemporaryDirectory(prefix="desk-sign-") as folder:
            target = Path(folder) / "signed.pdf"
            try:
                with self._papers.plain_file(order.file) as plain:
                    shutil.copyfile(plain, target)
                for stamp in order.stamps:
                    self._attempt(
                        SignRequest(
                            source=target,
                            target=target,
                            role=Role.NUMBER,
                            signer_name=order.name,
                            agency_name=order.agency,
                            document_number=stamp.text,
                            place=self._place(target, stamp.box),
                            field_name=stamp.anchor,
                            prepares=(),
                        ),
                        key,
                    )
                signed, reason = self._attempt(self._request(order, target), key)
            except SigningError as error:
                return SignOutcome(key=order.key, code=error.code, facts=dict(error.facts))
            ref = self._papers.put_file(
                target,
                name=order.file.name,
                media_type="application/pdf",
                pages=order.file.pages,
                derived_from=order.file.sha256,
            )
        if reason:
            self._later(ref, reason)
        return SignOutcome(
            key=order.key,
            file=ref,
            signer=signed.signer,
            certificate_serial=_serial(key.certificate),
            level=str(signed.level),
            signed_at=signed.stamped_at or signed.signed_at,
            seconds={
                part: getattr(signed.seconds, part)
                for part in ("token", "hash", "write", "tsa", "total")
            },
        )

    def _request(self, order: SignOrder, target: Path) -> SignRequest:
        name = f"{order.capacity} {order.name}".strip()
        return SignRequest(
            source=target,
            target=target,
            role=Role(order.role),
            signer_name=name,
            agency_name=order.agency,
            place=self._place(target, order.box) if order.box is not None else None,
            field_name=order.anchor if order.box is not None else "",
            image=self._images.get(str(order.role)),
            prepares=() if order.box is not None else None,
            prepared_fields=tuple(
                PreparedField(name=name, place=self._place(target, box))
                for name, box in order.prepares.items()
            ),
        )

    def _attempt(self, request: SignRequest, key: SigningKey) -> tuple[SignedFile, str]:
        """Sign with a trusted time; when the service is away sign B-B and say why."""
        trust = (
            Trust.load(self._trust) if self._trust is not None and self._trust.is_dir() else None
        )
        at = self._clock()
        if self._tsa_url:
            tsa = TimeStampService(self._tsa_url, trust=trust)
            try:
                return sign_file(_at(request, Level.B_T, at), key, tsa=tsa, trust=trust), ""
            except SigningError as error:
                if not error.code.startswith("signing.tsa_"):
                    raise
                reason = error.code
        else:
            reason = "signing.tsa_missing"
        return sign_file(_at(request, Level.B_B, at), key, trust=trust), reason

    def _place(self, file: Path, box: tuple[int, float, float, float, float]) -> Place:
        import pypdfium2

        page, left, bottom, width, height = box
        document = pypdfium2.PdfDocument(file)
        try:
            tall = document[page].get_height()
        finally:
            document.close()
        return Place(
            page_index=page,
            left_mm=left / POINTS_PER_MM,
            top_mm=(tall - bottom - height) / POINTS_PER_MM,
            width_mm=width / POINTS_PER_MM,
            height_mm=height / POINTS_PER_MM,
        )


def _at(request: SignRequest, level: Level, at: dt.datetime) -> SignRequest:
    import dataclasses

    return dataclasses.replace(request, level=level, at=at)


def _serial(der: bytes) -> str:
    return f"{x509.load_der_x509_certificate(der).serial_number:x}"


def _translated(error: SigningError) -> UnavailableError | RuleError:
    facts: dict[str, Fact] = {
        k: v for k, v in error.facts.items() if isinstance(v, (str, int, float, bool))
    }
    kind = RuleError if error.code.startswith("signing.pin_") else UnavailableError
    return kind(error.code, facts)
