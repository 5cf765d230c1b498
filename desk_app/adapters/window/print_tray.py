"""Printouts that wait, in a small file of the profile: digests and codes, no word of a paper."""

import contextlib
import datetime as dt
import json
import threading
from pathlib import Path

from desk_app.adapters.window.whole_file import write_whole
from desk_app.application.printouts import Printout
from desk_app.domain.errors import UnavailableError


class PrintTrayFile:
    """Fills the port ``PrintTray``; the file is replaced whole: a crash leaves the old or the new.

    Args:
        path: made when the first printout waits.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._turn = path, threading.Lock()

    def all(self) -> tuple[Printout, ...]:
        """In order of time; a file that cannot be read holds none."""
        try:
            rows = json.loads(self._path.read_text(encoding="utf-8"))
            found = [
                Printout(
                    id=str(row["id"]),
                    paper=str(row["paper"]),
                    form=str(row["form"]),
                    reference=str(row["reference"]),
                    copies=int(row["copies"]),
                    since=dt.datetime.fromisoformat(row["since"]),
                )
                for row in rows
            ]
        except (OSError, ValueError, KeyError, TypeError):
            return ()
        return tuple(found)

    def put(self, printout: Printout) -> None:
        """Keep one behind the others; UnavailableError ``persistence.disk_full``."""
        with self._turn:
            self._write((*self.all(), printout))

    def drop(self, printout_id: str) -> None:
        """It was printed, or is no longer wanted; on a full disk it goes on waiting."""
        with self._turn, contextlib.suppress(UnavailableError):
            self._write(tuple(one for one in self.all() if one.id != printout_id))

    def _write(self, printouts: tuple[Printout, ...]) -> None:
        rows = [
            {
                "id": one.id,
                "paper": one.paper,
                "form": one.form,
                "reference": one.reference,
                "copies": one.copies,
                "since": one.since.isoformat(),
            }
            for one in printouts
        ]
        write_whole(self._path, json.dumps(rows, ensure_ascii=False, indent=1).encode())
