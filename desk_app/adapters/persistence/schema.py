"""Brings a database to the schema of this program, or says why it cannot.

Most openings find the newest schema: what upgrades is loaded only where there is a step to go.
"""

import hashlib
import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from desk_app.adapters.persistence import rows
from desk_app.adapters.persistence.copies import copy_file
from desk_app.domain.errors import IntegrityError, UnavailableError

if TYPE_CHECKING:
    from alembic.config import Config

_STEPS = "desk_app.adapters.persistence.migrations"
_STEP = re.compile(r"(\d{4})_\w+\.pyc?")


def newest() -> str:
    """The revision this program works with: the last of the steps by their numbers."""
    names = (file.name for file in files(_STEPS).joinpath("versions").iterdir())
    return max(found[1] for name in names if (found := _STEP.fullmatch(name)))


def _revision(engine: sa.Engine) -> str | None:
    """Where a database stands; None for an empty one."""
    table = sa.table("alembic_version", sa.column("version_num"))
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table(table.name):
            return None
        found: str | None = connection.execute(sa.select(table.c.version_num)).scalar()
        return found


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "desk_app.adapters.persistence:migrations")
    return config


def migrate(engine: sa.Engine, file: Path | None, key_hex: str = "") -> None:
    """Upgrade to head; a file is copied first, an unknown revision means a newer program made it.

    The copy takes its name only when it is whole; the steps run in one transaction, so that a
    machine that dies or fills up in between finds the old schema again.

    Raises:
        UnavailableError: ``persistence.newer_database``.
        IntegrityError: ``persistence.upgrade_changed_data``; the old schema stands.
    """
    current, head = _revision(engine), newest()
    if current == head:
        return
    from alembic import command
    from alembic.script import ScriptDirectory

    config = _config()
    known = {one.revision for one in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise UnavailableError("persistence.newer_database", {"revision": current})
    if current is not None and file is not None and file.exists():
        fresh = file.with_name(f"{file.name}.copying")
        fresh.unlink(missing_ok=True)
        copy_file(engine, key_hex, fresh)
        fresh.replace(file.with_name(f"{file.name}.before-{head}"))
    with engine.connect() as connection:
        before = _whole(connection) if current is not None else None
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if before is not None and _whole(connection) != before:
            connection.rollback()
            raise IntegrityError("persistence.upgrade_changed_data", {"revision": head})
        connection.commit()


def _whole(connection: sa.Connection) -> str:
    """One hash over every dossier, event, anchor and number book: an upgrade leaves it as it was.

    The bytes of a dossier are vouched for by its seal, those of an event by its head.
    """
    d, e, a, n = rows.dossiers.c, rows.events.c, rows.anchors.c, rows.numbers.c
    questions: tuple[sa.Select[Any], ...] = (
        sa.select(d.id, d.version, d.last_event, d.head, d.seal).order_by(d.id),
        sa.select(e.dossier_id, e.seq, e.head).order_by(e.dossier_id, e.seq),
        sa.select(a.seq, a.head).order_by(a.seq),
        sa.select(n.book, n.last).order_by(n.book),
    )
    digest = hashlib.sha256()
    for question in questions:
        for row in connection.execute(question, execution_options={"yield_per": 500}):
            digest.update(repr(tuple(row)).encode())
        digest.update(b"|")
    return digest.hexdigest()
