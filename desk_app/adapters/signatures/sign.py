"""Signing for the command line and the desk, over the signing library."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from signing.batch import FileResult, sign_batch
from signing.chain import Trust
from signing.clock import utc_now
from signing.cms.time_stamp import TimeStampService
from signing.errors import SigningError
from signing.longterm import LongTerm
from signing.marks.image import MarkImage
from signing.precheck import refuse_certificate
from signing.request import Level, Role, SignRequest
from signing.revocation import RevocationStore
from signing.sign import sign_file
from signing.standing import refuse_broken
from signing.tokens.broker import SigningKey, TokenBroker, find_certificate
from signing.tokens.facts import CertificateFact
from signing.tokens.hardening import wipe

_JOURNAL = ".ky-so.jsonl"
_BAD_USAGE = {
    "signing.one_file_one_target",
    "signing.target_missing",
    "signing.same_name_twice",
    "signing.tsa_missing",
    "signing.revocation_missing",
}
_UNAVAILABLE = (
    "signing.module_",
    "signing.token_",
    "signing.tsa_",
    "signing.service_",
    "signing.session_",
    "signing.disk_full",
    "signing.file_in_use",
    "signing.file_unreadable",
    "signing.file_unwritable",
    "signing.font_",
    "signing.revocation_unavailable",
)


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


def run_sign_command(command: SignCommand) -> Iterator[dict[str, object]]:
    """Sign under one login; one result a file.

    Yields:
        ``{"file", "sha256", "level", "signer", "seconds"}``, or for a file of a batch that was
        refused ``{"file", "error": {"code", "facts"}}``.

    Raises:
        SigningError: nothing was signed, or the one file was refused.
    """
    try:
        requests = _requests(command)
        for request in requests:
            refuse_broken(request.source)
        services = _Services(command)
        with TokenBroker([command.module]) as broker:
            certificate = find_certificate(
                broker.tokens(), token_label=command.token, label=command.certificate
            )
            services.refuse(certificate, broker, command.role)
            with broker.login(
                certificate, command.pin, final_try_confirmed=command.final_try_confirmed
            ) as key:
                yield from _sign(requests, key, services, command)
    finally:
        if command.pin is not None:
            wipe(command.pin)


def exit_code_for(code: str) -> int:
    """Exit status of the command line for a refusal: 1 refused, 2 unavailable, 64 bad usage."""
    if code in _BAD_USAGE:
        return 64
    return 2 if code.startswith(_UNAVAILABLE) else 1


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
) -> Iterator[dict[str, object]]:
    if command.out is not None:
        signed = sign_file(
            requests[0],
            key,
            tsa=services.tsa,
            trust=services.trust,
            long_term=services.long_term,
        )
        yield signed.as_json()
        return
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
    yield from (_as_json(result) for result in results)


def _as_json(result: FileResult) -> dict[str, object]:
    if result.signed is not None:
        return result.signed.as_json()
    line: dict[str, object] = {"file": str(result.request.target), "state": result.state}
    if result.error is not None:
        facts = {name: str(value) for name, value in result.error.facts.items()}
        line["error"] = {"code": result.error.code, "facts": facts}
    return line


def _requests(command: SignCommand) -> list[SignRequest]:
    if command.out is not None and len(command.files) != 1:
        raise SigningError("signing.one_file_one_target")
    if command.out is None and command.out_dir is None:
        raise SigningError("signing.target_missing")
    level = command.level or (Level.B_T if command.tsa else Level.B_B)
    targets: list[Path] = []
    for file in command.files:
        if command.out_dir is not None and command.out is None:
            command.out_dir.mkdir(parents=True, exist_ok=True)
            targets.append(command.out_dir / file.name)
        elif command.out is not None:
            targets.append(command.out)
    if len(set(targets)) != len(targets):
        raise SigningError("signing.same_name_twice")
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
        )
        for file, target in zip(command.files, targets, strict=True)
    ]
