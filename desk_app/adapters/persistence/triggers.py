"""What only the database itself can keep: append-only tables, and the word index of the search."""

IS_OPEN = "\ue000"
"""Stands among the words of an open dossier; a private letter that nobody types."""

_NEW, _OLD = (
    f"{row}.search || CASE WHEN {row}.list_order < '3' THEN ' {IS_OPEN}' ELSE '' END"
    for row in ("new", "old")
)
# A beginning of a length that the index keeps is read as it lies; of another length it is merged
# from all words that begin so. Seven letters hold the longest syllable.
_SQLITE_WORDS: tuple[str, ...] = (
    """
    CREATE VIRTUAL TABLE dossier_words USING fts5(search, content='dossier', content_rowid='no',
      detail='none', prefix='1 2 3 4 5 6 7', tokenize='unicode61')
    """,
)
_TEMPLATES = (
    """
    CREATE TRIGGER dossier_words_insert AFTER INSERT ON dossier BEGIN
      INSERT INTO dossier_words (rowid, search) VALUES (new.no, NEW_WORDS);
    END
    """,
    """
    CREATE TRIGGER dossier_words_update AFTER UPDATE OF search, list_order ON dossier
    WHEN OLD_WORDS <> NEW_WORDS BEGIN
      INSERT INTO dossier_words (dossier_words, rowid, search) VALUES ('delete', old.no, OLD_WORDS);
      INSERT INTO dossier_words (rowid, search) VALUES (new.no, NEW_WORDS);
    END
    """,
    """
    CREATE TRIGGER dossier_words_delete AFTER DELETE ON dossier BEGIN
      INSERT INTO dossier_words (dossier_words, rowid, search) VALUES ('delete', old.no, OLD_WORDS);
    END
    """,
)
_SQLITE_TRIGGERS = tuple(
    one.replace("NEW_WORDS", _NEW).replace("OLD_WORDS", _OLD) for one in _TEMPLATES
)
_SQLITE_ANEW = (
    *(f"DROP TRIGGER dossier_words_{verb}" for verb in ("insert", "update", "delete")),
    "DROP TABLE dossier_words",
    *_SQLITE_WORDS,
    f"INSERT INTO dossier_words (rowid, search) SELECT no, {_NEW.replace('new.', '')} FROM dossier",  # noqa: S608 - fixed words
    *_SQLITE_TRIGGERS,
)
_POSTGRES_WORDS = (
    """
    CREATE INDEX ix_dossier_words ON dossier
      USING gin (array_to_tsvector(string_to_array(btrim(search), ' ')))
    """,
)


def word_index(dialect: str) -> tuple[str, ...]:
    """Statements that make the word index, kept up to date by the database."""
    return (*_SQLITE_WORDS, *_SQLITE_TRIGGERS) if dialect == "sqlite" else _POSTGRES_WORDS


def word_index_anew(dialect: str) -> tuple[str, ...]:
    """Statements that fill the word index of a database of before again."""
    return _SQLITE_ANEW if dialect == "sqlite" else ()


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
