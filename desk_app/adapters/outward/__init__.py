"""Ways out of the office beside the province: a mail server, an SMS gateway, release targets."""

from desk_app.adapters.outward.gateway import HttpRelease, SmsGateway
from desk_app.adapters.outward.mail import MailServer

__all__ = ["HttpRelease", "MailServer", "SmsGateway"]
