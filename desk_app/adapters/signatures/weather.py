"""What of the office's signing runs out soon: certificates, revocation lists, the trust package."""

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography import x509

from desk_app.adapters.signatures.trust import installed_trust
from signing.chain import Trust, load_certificate
from signing.errors import SigningError
from signing.precheck import certificate_choices
from signing.request import Role
from signing.tokens.broker import TokenBroker
from signing.tokens.facts import TokenInfo
from signing.weather import Expiring, Forecast, Outlook, forecast

_SHORT_LIVED = frozenset({"revocation"})


def signature_weather(
    modules: Iterable[Path | str], profile: Path, *, now: dt.datetime
) -> tuple[Forecast, ...]:
    """Everything that needs a thought, the nearest end first; lists are due on their last day.

    A token that is not plugged in is not seen; a module that fails is the token check's concern.
    """
    ends = [*_of_tokens(_tokens(modules), now), *_of_trust(profile)]
    return tuple(
        line
        for line in forecast(ends, now)
        if line.item.kind not in _SHORT_LIVED or line.outlook in {Outlook.DAY, Outlook.OVER}
    )


def _tokens(modules: Iterable[Path | str]) -> tuple[TokenInfo, ...]:
    named = list(modules)
    if not named:
        return ()
    try:
        with TokenBroker(named) as broker:
            return broker.tokens()
    except SigningError:
        return ()


def _of_tokens(tokens: Iterable[TokenInfo], now: dt.datetime) -> Iterator[Expiring]:
    for choice in certificate_choices(tokens, role=Role.OFFICER, at=now):
        yield Expiring(kind="certificate", subject=choice.subject, until=choice.not_after)


def _of_trust(profile: Path) -> Iterator[Expiring]:
    try:
        trust = Trust.load(profile / "trust")
    except SigningError:
        return
    for der in (*trust.anchors, *trust.intermediates):
        certificate = load_certificate(der)
        subject = _name(certificate.subject)
        yield Expiring(kind="certificate", subject=subject, until=certificate.not_valid_after_utc)
    newest: dict[str, dt.datetime] = {}
    for data in (*trust.revocation_lists, *_fetched(profile)):
        crl = x509.load_der_x509_crl(data)
        if crl.next_update_utc is not None:
            subject = _name(crl.issuer)
            newest[subject] = max(crl.next_update_utc, newest.get(subject, crl.next_update_utc))
    for subject, until in newest.items():
        yield Expiring(kind="revocation", subject=subject, until=until)
    package = installed_trust(profile)
    if package is not None:
        yield Expiring(kind="package", subject="", until=package.valid_until)


def _fetched(profile: Path) -> Iterator[bytes]:
    folder = profile / "revocation"
    for path in sorted(folder.glob("*.crl")) if folder.is_dir() else ():
        yield path.read_bytes()


def _name(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()
