"""The signer port over the signing library: papers out of the store, signed, back into it."""

import queue
import shutil
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509

from desk_app.adapters.signatures.errors import plain_facts, translated
from desk_app.adapters.signatures.orders import picture_named, refuse_signer, requests_of
from desk_app.adapters.signatures.services import SigningServices
from desk_app.application.ports import (
    Cancellation,
    MarkLook,
    Papers,
    RaisedLevel,
    SigningGrant,
    SignOrder,
    SignOutcome,
)
from desk_app.domain.components import PaperRef
from desk_app.domain.signatures import SignatureRole
from signing.batch import FileResult, ends_batch, sign_batch
from signing.errors import SigningError
from signing.marks.form import fill, format_time, mark_form
from signing.preflight import preflight
from signing.request import Level, Role, SignedFile, SignRequest
from signing.tokens.broker import SigningKey, TokenBroker
from signing.tokens.choice import find_certificate
from signing.tokens.facts import CertificateFact
from signing.tokens.hardening import wipe
from signing.upgrade import Upgraded, add_timestamp_later

PDF = "application/pdf"


@dataclass(slots=True)
class _Job:
    """One order at work: its requests in turn, the last one the signature itself."""

    order: SignOrder
    requests: list[SignRequest]
    results: list[FileResult] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        return len(self.results) == len(self.requests)


class DeskSigner:
    """Signs papers of the store with the token of a grant.

    Args:
        papers: the store.
        services: trust, time stamps, revocation data.
        level: what is asked for at the counter; less is accepted and said.
        pictures: folder with the pictures orders name.
    """

    def __init__(
        self,
        papers: Papers,
        services: SigningServices,
        *,
        level: str = "b-t",
        pictures: Path | None = None,
    ) -> None:
        self._papers, self._services = papers, services
        self._level, self._pictures = Level(level), pictures
        self._brokers: dict[str, TokenBroker] = {}

    def sign(
        self,
        orders: Sequence[SignOrder],
        grant: SigningGrant,
        *,
        on_outcome: Callable[[SignOutcome], None] = lambda outcome: None,
        cancelled: Cancellation | None = None,
    ) -> tuple[SignOutcome, ...]:
        """Sign under one login, at the speed of the token."""
        run = _Run(self._papers, on_outcome, cancelled)
        try:
            with tempfile.TemporaryDirectory(prefix="desk-sign-") as folder:
                broker = self._broker(grant.module)
                chosen = find_certificate(
                    broker.tokens(), token_label=grant.token, label=grant.certificate
                )
                refuse_signer(chosen, orders, broker.tokens(), self._services)
                jobs = [self._job(order, Path(folder), at) for at, order in enumerate(orders)]
                ready = [job for job in jobs if run.passes(job, chosen)]
                self._services.remember(chosen.der)
                if ready:
                    tries, serial = self._services.pin_tries, chosen.token_serial
                    confirmed = grant.final_try_confirmed
                    with (
                        tries.counting(serial, grant.token, confirmed=confirmed),
                        broker.login(
                            chosen, grant.pin, final_try_confirmed=confirmed, ask_pin=grant.ask_pin
                        ) as key,
                    ):
                        tries.right(serial)
                        self._services.pin_habits.learn(
                            chosen.der, each_time=key.asks_pin_each_time
                        )
                        run.perform(ready, key, self._services)
        except SigningError as error:
            raise translated(error) from error
        finally:
            if grant.pin is not None:
                wipe(grant.pin)
        return run.in_order(orders)

    def mark_of(
        self, role: SignatureRole, name: str, *, image: str = "", image_mm: float = 0.0
    ) -> MarkLook:
        """From the same table and clock as the mark itself."""
        form = mark_form(Role(role))
        now = format_time(self._services.clock())
        lines = fill(form, {"name": name, "agency": name, "time": now})
        picture = picture_named(image, self._pictures) if form.takes_image else b""
        return MarkLook(lines=lines, picture=picture or b"", picture_mm=image_mm)

    def raise_level(self, file: PaperRef, level: str) -> RaisedLevel:
        """Add what a higher level needs, as appended revisions."""
        with tempfile.TemporaryDirectory(prefix="desk-sign-") as folder:
            target = Path(folder) / "signed.pdf"
            with self._papers.plain_file(file) as plain:
                shutil.copyfile(plain, target)
            try:
                raised = self._raise(target, Level(level))
            except SigningError as error:
                raise translated(error) from error
            if raised.sha256 == raised.source_sha256:
                return RaisedLevel(file=file, level=raised.level.value)
            ref = self._papers.put_file(
                target,
                name=file.name,
                media_type=PDF,
                pages=file.pages,
                derived_from=file.sha256,
            )
        return RaisedLevel(file=ref, level=raised.level.value)

    def _raise(self, target: Path, level: Level) -> Upgraded:
        tsa = self._services.tsa()
        if tsa is None:
            raise SigningError("signing.tsa_missing", level=level.value)
        return add_timestamp_later(
            target, level, tsa=tsa, long_term=self._services.long_term(is_online=True)
        )

    def close(self) -> None:
        """End the children that hold the modules."""
        for broker in self._brokers.values():
            broker.close()
        self._brokers.clear()

    def _broker(self, module: str) -> TokenBroker:
        """One child a module, kept: a card is read once, not with every paper."""
        if module not in self._brokers:
            self._brokers[module] = TokenBroker([module])
        return self._brokers[module]

    def _job(self, order: SignOrder, folder: Path, at: int) -> _Job:
        target = folder / f"{at}.pdf"
        with self._papers.plain_file(order.file) as plain:
            shutil.copyfile(plain, target)
        level = self._level if self._services.tsa_url else Level.B_B
        now = self._services.clock()
        return _Job(order, requests_of(order, target, level, now, pictures=self._pictures))


class _Run:
    """One batch: the library works in its threads, outcomes are told on the caller's."""

    def __init__(
        self,
        papers: Papers,
        on_outcome: Callable[[SignOutcome], None],
        cancelled: Cancellation | None,
    ) -> None:
        self._papers, self._on_outcome, self._cancelled = papers, on_outcome, cancelled
        self._outcomes: dict[str, SignOutcome] = {}
        self._is_over = False

    def passes(self, job: _Job, chosen: CertificateFact) -> bool:
        """Whether nothing speaks against the file; a refusal is told at once."""
        try:
            preflight(job.requests[-1], chosen.der)
        except SigningError as error:
            self._tell(_refused(job.order, error))
            return False
        return True

    def perform(self, jobs: list[_Job], key: SigningKey, services: SigningServices) -> None:
        """Sign and store; papers are put into the store while the token signs on."""
        owners = {id(request): job for job in jobs for request in job.requests}
        done: queue.SimpleQueue[FileResult | None] = queue.SimpleQueue()
        with ThreadPoolExecutor(1, "sign-batch") as pool:
            future = pool.submit(
                sign_batch,
                [request for job in jobs for request in job.requests],
                key,
                tsa=services.tsa(),
                trust=services.trust(),
                long_term=services.long_term(is_online=False),
                clock=services.clock,
                on_result=done.put,
                is_cancelled=self._is_cancelled,
            )
            future.add_done_callback(lambda _: done.put(None))
            while (result := done.get()) is not None:
                job = owners[id(result.request)]
                job.results.append(result)
                if job.is_complete:
                    self._end(job, key)
            future.result()

    def _is_cancelled(self) -> bool:
        return self._cancelled is not None and self._cancelled.is_cancelled()

    def _end(self, job: _Job, key: SigningKey) -> None:
        failed = next((r for r in job.results if r.signed is None), None)
        if failed is None:
            signed = next(r.signed for r in job.results if r.request is job.requests[-1])
            if signed is not None:
                self._tell(self._stored(job.order, signed, key))
        elif failed.error is not None and not self._is_over:
            self._is_over = failed.state == "pending"
            self._tell(_refused(job.order, failed.error))

    def _stored(self, order: SignOrder, signed: SignedFile, key: SigningKey) -> SignOutcome:
        ref = self._papers.put_file(
            signed.file,
            name=order.file.name,
            media_type=PDF,
            pages=order.file.pages,
            derived_from=order.file.sha256,
        )
        signed.file.unlink(missing_ok=True)
        parts = ("token", "hash", "write", "tsa", "total")
        return SignOutcome(
            key=order.key,
            file=ref,
            signer=signed.signer,
            certificate_serial=serial_of(key.certificate),
            level=signed.level.value,
            signed_at=signed.stamped_at or signed.signed_at,
            seconds={part: getattr(signed.seconds, part) for part in parts},
            shortfall=signed.shortfall,
        )

    def _tell(self, outcome: SignOutcome) -> None:
        self._outcomes[outcome.key] = outcome
        self._on_outcome(outcome)

    def in_order(self, orders: Sequence[SignOrder]) -> tuple[SignOutcome, ...]:
        """What ended, as it was asked for; orders never begun are left out."""
        return tuple(self._outcomes[o.key] for o in orders if o.key in self._outcomes)


def serial_of(der: bytes) -> str:
    """Serial number in hexadecimal."""
    return f"{x509.load_der_x509_certificate(der).serial_number:x}"


def _refused(order: SignOrder, error: SigningError) -> SignOutcome:
    return SignOutcome(
        key=order.key, code=error.code, facts=plain_facts(error), ends_batch=ends_batch(error)
    )
