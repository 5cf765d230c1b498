"""Brings a database to the schema of this program, or says why it cannot."""

import hashlib
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from desk_app.adapters.persistence import rows
from desk_app.adapters.persistence.copies import copy_file
from desk_app.domain.errors import IntegrityError, UnavailableError


def _config() -> Config:
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
    config = _config()
    script = ScriptDirectory.from_config(config)
    head = script.get_current_head()
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        connection.rollback()
    if current == head:
        return
    known = {revision.revision for revision in script.walk_revisions()}
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
            raise IntegrityError("persistence.upgrade_changed_data", {"revision": str(head)})
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
