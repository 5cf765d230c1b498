"""Signing for the command line and the desk, over the signing library."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from desk_app.adapters.signatures.face import shipped_face
from signing.batch import FileResult, sign_batch
from signing.chain import Trust
from signing.clock import utc_now
from signing.cms.time_stamp import TimeStampService
from signing.errors import SigningError
from signing.files import explained
from signing.longterm import LongTerm
from signing.marks.image import MarkImage
from signing.precheck import refuse_certificate
from signing.preflight import preflight
from signing.request import Level, Role, SignRequest
from signing.revocation import RevocationStore
from signing.sign import sign_file
from signing.tokens.broker import SigningKey, TokenBroker
from signing.tokens.choice import find_certificate
from signing.tokens.facts import CertificateFact
from signing.tokens.hardening import wipe

_JOURNAL = ".ky-so.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignCommand:
    """What ``desk-app sign`` was asked.

    Attributes:
        files: one with ``out``, any number with ``out_dir``.
        certificate: label or hexadecimal serial number on the token.
        level: by default B-T with a time-stamping service, else B-B.
        trust: flat folder of anchors, intermediates and revocation lists.
        pin: overwritten before the command ends.
        journal: continues a batch after a fall; by default beside the targets, gone when done.
    """

    files: tuple[Path, ...]
    module: Path
    token: str
    certificate: str
    role: Role
    pin: bytearray | None = field(repr=False)
    out: Path | None = None
    out_dir: Path | None = None
    level: Level | None = None
    tsa: str | None = None
    trust: Path | None = None
    image: MarkImage | None = None
    agency_name: str = ""
    copy_form: str = "SAO Y"
    is_visible: bool = True
    final_try_confirmed: bool = False
    revocation_folder: Path | None = None
    journal: Path | None = None


def run_sign_command(command: SignCommand) -> Iterator[FileResult]:
    """Sign under one login; one result a file, in the order of the files.

    Every file is looked at before the PIN is used; one that cannot be signed is refused and does
    not keep the others from it.

    Raises:
        SigningError: nothing was signed, or the one file was refused.
    """
    try:
        requests = _requests(command)
        services = _Services(command)
        with TokenBroker([command.module]) as broker:
            certificate = find_certificate(
                broker.tokens(), token_label=command.token, label=command.certificate
            )
            services.refuse(certificate, broker, command.role)
            refused = _preflight(requests, certificate)
            ready = [request for request in requests if id(request) not in refused]
            if not ready and command.out is not None:
                raise refused[id(requests[0])]
            results: dict[int, FileResult] = {}
            if ready:
                with broker.login(
                    certificate, command.pin, final_try_confirmed=command.final_try_confirmed
                ) as key:
                    results = {id(r.request): r for r in _sign(ready, key, services, command)}
            for request in requests:
                error = refused.get(id(request))
                yield results.get(id(request)) or FileResult(
                    request=request, state="refused", error=error
                )
    finally:
        if command.pin is not None:
            wipe(command.pin)


def _preflight(
    requests: list[SignRequest], certificate: CertificateFact
) -> dict[int, SigningError]:
    """What speaks against files, before the PIN is used."""
    refused = {}
    for request in requests:
        try:
            preflight(request, certificate.der)
        except SigningError as error:
            refused[id(request)] = error
    return refused


class _Services:
    """Trust, time stamps and revocation data of one command."""

    def __init__(self, command: SignCommand) -> None:
        self.trust = Trust.load(command.trust) if command.trust is not None else None
        self.tsa: TimeStampService | None = None
        self.long_term: LongTerm | None = None
        self.store: RevocationStore | None = None
        if command.tsa:
            self.tsa = TimeStampService(command.tsa, trust=self.trust)
        if self.trust is not None:
            self.store = RevocationStore(
                command.revocation_folder, lists=self.trust.revocation_lists
            )
            self.long_term = LongTerm(self.trust, self.store)

    def refuse(self, certificate: CertificateFact, broker: TokenBroker, role: Role) -> None:
        """Turn an unsuitable certificate away before the PIN is used."""
        others = [
            fact.der
            for token in broker.tokens()
            if token.serial == certificate.token_serial
            for fact in token.certificates
        ]
        refuse_certificate(
            certificate.der,
            role=role,
            at=utc_now(),
            trust=self.trust,
            store=self.store,
            others=others,
        )


def _sign(
    requests: list[SignRequest], key: SigningKey, services: _Services, command: SignCommand
) -> list[FileResult]:
    if command.out is not None:
        signed = sign_file(
            requests[0],
            key,
            tsa=services.tsa,
            trust=services.trust,
            long_term=services.long_term,
        )
        return [FileResult(request=requests[0], state="signed", signed=signed)]
    journal = command.journal or requests[0].target.parent / _JOURNAL
    results = sign_batch(
        requests,
        key,
        journal=journal,
        tsa=services.tsa,
        trust=services.trust,
        long_term=services.long_term,
    )
    if all(result.state != "pending" for result in results):
        journal.unlink(missing_ok=True)
    return results


def _requests(command: SignCommand) -> list[SignRequest]:
    if command.out is not None and len(command.files) != 1:
        raise SigningError("signing.one_file_one_target")
    if command.out is None and command.out_dir is None:
        raise SigningError("signing.target_missing")
    level = command.level or (Level.B_T if command.tsa else Level.B_B)
    targets: list[Path] = []
    for file in command.files:
        if command.out_dir is not None and command.out is None:
            targets.append(command.out_dir / file.name)
        elif command.out is not None:
            targets.append(command.out)
    if len(set(targets)) != len(targets):
        raise SigningError("signing.same_name_twice")
    if level.wants_time_stamp and not command.tsa:
        raise SigningError("signing.tsa_missing", level=level.value)
    if level.wants_revocation and command.trust is None:
        raise SigningError("signing.revocation_missing", level=level.value)
    for folder in {target.parent for target in targets}:
        with explained(folder):
            folder.mkdir(parents=True, exist_ok=True)
    return [
        SignRequest(
            source=file,
            target=target,
            role=command.role,
            level=level,
            image=command.image,
            agency_name=command.agency_name,
            copy_form=command.copy_form,
            is_visible=command.is_visible,
            font=shipped_face(),
        )
        for file, target in zip(command.files, targets, strict=True)
    ]
