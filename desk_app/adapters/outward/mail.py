"""Notices by e-mail over SMTP (RFC 5321); one message a notice, told apart by its Message-ID."""

import hashlib
import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage

from desk_app.domain.errors import RuleError, UnavailableError

_PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """The office's mail server.

    Attributes:
        security: ``starttls``, ``tls`` or ``none`` (inside the building only).
    """

    host: str
    port: int
    sender: str
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)

    def send(self, key: str, *, to: str, subject: str, text: str) -> str:
        """Hand one message to the server; its Message-ID is the proof.

        Raises:
            RuleError: ``notice.address_refused``; the server knows no such address.
            UnavailableError: ``notice.mail_server``.
        """
        message = self._message(key, to, subject, text)
        try:
            with self._opened() as server:
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            if all(code >= 500 for code in codes):
                raise RuleError("notice.address_refused", {"channel": "email"}) from error
            raise UnavailableError("notice.mail_server", {"detail": "4xx"}) from error
        except (OSError, smtplib.SMTPException) as error:
            detail = type(error).__name__
            raise UnavailableError("notice.mail_server", {"detail": detail}) from error
        return str(message["Message-ID"])

    def _message(self, key: str, to: str, subject: str, text: str) -> EmailMessage:
        message = EmailMessage()
        try:
            message["From"], message["To"], message["Subject"] = self.sender, to, subject
        except ValueError as error:  # a line break in an address
            raise RuleError("notice.address_refused", {"channel": "email"}) from error
        digest = hashlib.sha256(key.encode()).hexdigest()[:32]
        message["Message-ID"] = f"<{digest}@{self.sender.rpartition('@')[2]}>"
        message.set_content(text)
        return message

    def _opened(self) -> smtplib.SMTP:
        safe = ssl.create_default_context()
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=_PATIENCE_S, context=safe)
        server = smtplib.SMTP(self.host, self.port, timeout=_PATIENCE_S)
        if self.security == "starttls":
            server.starttls(context=safe)
        return server
