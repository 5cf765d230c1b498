"""Brings a database to the schema of this program, or says why it cannot."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from desk_app.adapters.persistence.copies import copy_file
from desk_app.domain.errors import UnavailableError


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
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
