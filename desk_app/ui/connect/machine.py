"""Doctor and printers in the shape of the window."""

from collections.abc import Callable, Iterable
from pathlib import Path

from desk_app.application.desk import Desk
from desk_app.domain.errors import UnavailableError
from desk_app.ui import contract as c


class DoctorPart:
    """The doctor over the checks of the command line."""

    def __init__(
        self,
        check_up: Callable[[], Iterable[dict[str, object]]],
        parts: tuple[str, ...],
        bundle: Callable[[Path, list[dict[str, object]]], Path] | None = None,
    ) -> None:
        self._check_up, self._parts, self._bundle = check_up, parts, bundle
        self._lines: list[dict[str, object]] = []

    def parts(self) -> tuple[str, ...]:
        """Ids in order."""
        return self._parts

    def bundle(self, folder: Path) -> Path:
        """One file for support, without personal data; gives its place."""
        if self._bundle is None:
            raise UnavailableError("doctor.no_bundle")
        return self._bundle(folder, self._lines)

    def check(self, found: Callable[[c.CheckUp], None], cancelled: c.Cancellation) -> None:
        """Check all parts."""
        self._lines = []
        for line in self._check_up():
            if cancelled.is_cancelled():
                return
            self._lines.append(line)
            state = str(line["state"])
            found(
                c.CheckUp(
                    id=str(line["id"]),
                    state=state if state in ("ok", "warn", "fail") else "warn",  # type: ignore[arg-type]  # narrowed
                    detail=str(line.get("detail", "")),
                    fix=str(line.get("fix", "")),
                )
            )


class PrintingPart:
    """Slips to the printer; without one they wait."""

    def __init__(self, desk: Desk, send: Callable[[bytes, str, int], bool] | None) -> None:
        self._papers, self._send = desk.office.papers, send
        self._waiting: list[tuple[str, int]] = []

    def print_document(self, document: c.DocumentRef, copies: int) -> None:
        """Print a stored PDF; the step is complete even when no printer answers."""
        data = self._papers.read(document.id)
        if self._send is None or not self._send(data, document.name, copies):
            self._waiting.append((document.id, copies))

    def waiting(self) -> int:
        """Forms that wait for a printer."""
        return len(self._waiting)


class SpeechPart:
    """The system's own voice."""

    def __init__(self, speak: Callable[[str, str], None]) -> None:
        self._speak = speak

    def say(self, text: str, language: str) -> None:
        """Say a text and return when it is said."""
        self._speak(text, language)
