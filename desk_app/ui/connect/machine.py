"""Doctor and printers in the shape of the window."""

from collections.abc import Callable

from desk_app.application.desk import Desk
from desk_app.ui import contract as c


class DoctorPart:
    """The doctor over the checks of the command line."""

    PARTS = (
        "profile",
        "database",
        "disk",
        "scanner",
        "ocr",
        "fonts",
        "token",
        "signatures",
        "province",
    )

    def __init__(self, check_up: Callable[[], list[dict[str, object]]]) -> None:
        self._check_up = check_up

    def parts(self) -> tuple[str, ...]:
        """Ids in order."""
        return self.PARTS

    def check(self, found: Callable[[c.CheckUp], None], cancelled: c.Cancellation) -> None:
        """Check all parts."""
        for line in self._check_up():
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
