"""News between desks of one office: LISTEN and NOTIFY of PostgreSQL, after the commit."""

import json
import logging
import threading
from collections.abc import Callable, Sequence

import sqlalchemy as sa

logger = logging.getLogger(__name__)

CHANNEL = "desk_news"
MOST_IDS = 100
AGAIN_AFTER_S = 5.0


def tell(connection: sa.Connection, dossier_ids: Sequence[str]) -> None:
    """Say with the commit of this transaction which dossiers moved; a file has nobody to tell."""
    if connection.dialect.name != "postgresql" or not dossier_ids:
        return
    ids = list(dict.fromkeys(dossier_ids))
    said = json.dumps(ids if len(ids) <= MOST_IDS else [])
    connection.execute(sa.select(sa.func.pg_notify(CHANNEL, said)))


class NewsFollower:
    """Listens in a thread of its own and calls back with the dossiers that moved.

    ``on_news`` gets dossier ids, or nothing when too much moved or the line was away in between:
    then everything may have moved. ``on_line`` gets ``away`` or ``there`` as the office's
    database goes and comes back.
    Both are called on this thread.
    """

    def __init__(
        self,
        url: str,
        on_news: Callable[[frozenset[str]], None],
        on_line: Callable[[str], None] = lambda _standing: None,
    ) -> None:
        self._url = url.replace("postgresql+psycopg://", "postgresql://")
        self._on_news = on_news
        self._on_line = on_line
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="office-news", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def close(self) -> None:
        """End the thread and wait for it."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(5)

    def _run(self) -> None:
        import psycopg

        while not self._stop.is_set():
            try:
                self._listen()
            except psycopg.Error as error:
                logger.warning("no news from the office: %s", type(error).__name__)
                self._on_line("away")
                self._stop.wait(AGAIN_AFTER_S)

    def _listen(self) -> None:
        import psycopg

        with psycopg.connect(self._url, autocommit=True, connect_timeout=5) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            self._on_line("there")
            self._on_news(frozenset())
            while not self._stop.is_set():
                for notice in connection.notifies(timeout=1.0, stop_after=MOST_IDS):
                    self._on_news(frozenset(json.loads(notice.payload)))
