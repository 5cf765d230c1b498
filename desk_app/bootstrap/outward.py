"""The ways out of one office, wired from its ``outward.toml``."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from desk_app.application.enquiries import DossierIndex
from desk_app.application.ports import NoticeChannel, Office, ReleaseTarget
from desk_app.config.outward import OutwardSettings, load_outward
from desk_app.config.settings import Settings, SettingsError
from desk_app.domain.errors import UnavailableError

if TYPE_CHECKING:
    from desk_app.adapters.outward import MailServer
    from desk_app.application.deliveries import Deliveries


def outward_settings(settings: Settings) -> OutwardSettings:
    """The ways an office has; UnavailableError ``profile.*``."""
    try:
        return load_outward(settings.folder)
    except SettingsError as error:
        raise UnavailableError(error.code, dict(error.facts)) from error


def deliveries(office: Office, index: DossierIndex, ways: OutwardSettings) -> "Deliveries":
    """What takes notices and releases out."""
    from desk_app.application.deliveries import Deliveries

    return Deliveries(office=office, index=index, channels=_channels(ways), targets=_targets(ways))


def _channels(ways: OutwardSettings) -> Mapping[str, NoticeChannel]:
    if not ways.channels:
        return {}
    from desk_app.adapters.outward import SmsGateway

    found: dict[str, NoticeChannel] = {}
    if ways.mail is not None:
        found["email"] = _mail_server(ways)
    if ways.sms_url:
        found["sms"] = SmsGateway(url=ways.sms_url, token=_secret("sms"))
    return found


def _mail_server(ways: OutwardSettings) -> "MailServer":
    from desk_app.adapters.outward import MailServer

    mail = ways.mail
    if mail is None:
        raise UnavailableError("notice.no_channel", {"channel": "email"})
    return MailServer(
        host=mail.host,
        port=mail.port,
        sender=mail.sender,
        security=mail.security,
        user=mail.user,
        password=_secret("email") if mail.user else "",
    )


def _targets(ways: OutwardSettings) -> Mapping[str, ReleaseTarget]:
    if not ways.releases:
        return {}
    from desk_app.adapters.outward import HttpRelease

    return {
        name: HttpRelease(name=name, url=url, token=_secret(f"release.{name}"))
        for name, url in ways.releases
    }


def _secret(name: str) -> str:
    """A password or token from the key ring; empty when there is none."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password("desk-app", name) or ""
    except KeyringError:
        return ""
