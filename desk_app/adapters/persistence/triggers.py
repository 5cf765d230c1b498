"""What only the database itself can keep: append-only tables, and the word index of the search."""

_SQLITE_WORDS = (
    """
    CREATE VIRTUAL TABLE dossier_words USING fts5(search, content='dossier', content_rowid='no',
      detail='none', prefix='1 2 3', tokenize='unicode61')
    """,
    """
    CREATE TRIGGER dossier_words_insert AFTER INSERT ON dossier BEGIN
      INSERT INTO dossier_words (rowid, search) VALUES (new.no, new.search);
    END
    """,
    """
    CREATE TRIGGER dossier_words_update AFTER UPDATE OF search ON dossier
    WHEN old.search <> new.search BEGIN
      INSERT INTO dossier_words (dossier_words, rowid, search)
        VALUES ('delete', old.no, old.search);
      INSERT INTO dossier_words (rowid, search) VALUES (new.no, new.search);
    END
    """,
    """
    CREATE TRIGGER dossier_words_delete AFTER DELETE ON dossier BEGIN
      INSERT INTO dossier_words (dossier_words, rowid, search)
        VALUES ('delete', old.no, old.search);
    END
    """,
)
_POSTGRES_WORDS = (
    """
    CREATE INDEX ix_dossier_words ON dossier
      USING gin (array_to_tsvector(string_to_array(btrim(search), ' ')))
    """,
)


def word_index(dialect: str) -> tuple[str, ...]:
    """Statements that make the word index, kept up to date by the database."""
    return _SQLITE_WORDS if dialect == "sqlite" else _POSTGRES_WORDS


def forbid_changes(table: str, dialect: str) -> tuple[str, ...]:
    """Statements that make a table append-only."""
    if dialect == "sqlite":
        return tuple(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for verb in ("UPDATE", "DELETE")
        )
    function = (
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    trigger = (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )
    return (function, trigger)
