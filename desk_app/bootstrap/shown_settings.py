"""Settings the administrator made for a desk, as the window may show them: no password, no key."""

import urllib.parse

from desk_app.config.settings import Settings


def shown_settings(settings: Settings) -> tuple[tuple[str, str, str], ...]:
    """(section, name, value) in the order of the page; an empty value is a setting not made."""
    return (
        ("general", "office", settings.agency_name),
        ("general", "counter", settings.desk),
        ("scanner", "file_limit", f"{settings.file_limit_mb} MB"),
        ("reading", "language_data", settings.tessdata),
        ("signing", "modules", "\n".join(settings.pkcs11_modules)),
        ("signing", "time_stamp", _address(settings.tsa_url)),
        ("signing", "level", settings.sign_level.upper()),
        ("signing", "archive_level", settings.archive_level.upper()),
        ("signing", "seal_image", settings.seal_image),
        ("sync", "province", _address(settings.province_url)),
        ("sync", "targets", "\n".join(one.name for one in settings.targets)),
        ("sync", "offline_hours", f"{settings.offline_hours}"),
        ("data", "folder", str(settings.folder)),
        ("data", "database", _address(settings.database_url)),
        ("data", "papers", _address(settings.papers_url)),
        ("data", "backup_folder", settings.backup_folder),
        ("data", "backup_hours", f"{settings.backup_hours}"),
        ("data", "lock_minutes", f"{settings.lock_minutes}"),
    )


def _address(url: str) -> str:
    """An address without the name and the password in it, and without what follows the path."""
    if not url:
        return ""
    parts = urllib.parse.urlsplit(url)
    host = parts.hostname or ""
    port = f":{parts.port}" if parts.port else ""
    return urllib.parse.urlunsplit((parts.scheme, f"{host}{port}", parts.path, "", ""))
