"""Doctor and printers in the shape of the window."""

from collections.abc import Callable, Iterable
from pathlib import Path

from desk_app.application.printouts import Printouts
from desk_app.domain.errors import UnavailableError
from desk_app.ui import contract as c
from desk_app.ui.entry import PRINTER, printer_setting


class DoctorPart:
    """The doctor over the checks of the command line."""

    def __init__(
        self,
        check_up: Callable[[], Iterable[dict[str, object]]],
        parts: Callable[[], tuple[str, ...]],
        bundle: Callable[[Path, list[dict[str, object]]], Path] | None = None,
    ) -> None:
        self._check_up, self._parts, self._bundle = check_up, parts, bundle
        self._lines: list[dict[str, object]] = []

    def parts(self) -> tuple[str, ...]:
        """Ids in order."""
        return self._parts()

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
    """Papers to the printers of this desk; without one they wait."""

    def __init__(self, printouts: Printouts, chosen: Callable[[str, str], str]) -> None:
        self._printouts, self._chosen = printouts, chosen

    def printers(self) -> tuple[c.PrinterChoice, ...]:
        """What the system knows."""
        return tuple(
            c.PrinterChoice(name=one.name, is_default=one.is_default, is_stopped=one.is_stopped)
            for one in self._printouts.printers()
        )

    def print_document(self, document: c.DocumentRef, reference: str) -> None:
        """Print a stored PDF; the step is complete even when no printer answers."""
        self._printouts.send(
            document.id,
            form=document.form,
            reference=reference,
            copies=document.copies,
            choose=self._choose,
        )

    def waiting(self) -> tuple[c.WaitingPrint, ...]:
        """Papers that wait for a printer."""
        return tuple(
            c.WaitingPrint(
                id=one.id,
                form=one.form,
                reference=one.reference,
                copies=one.copies,
                since=one.since,
            )
            for one in self._printouts.waiting()
        )

    def print_waiting(self) -> int:
        """Try all that wait."""
        return self._printouts.send_waiting(self._choose)

    def withdraw(self, print_id: str) -> None:
        """No longer wanted on paper."""
        self._printouts.withdraw(print_id)

    def _choose(self, form: str) -> str:
        """The printer the officers of this desk chose for a form, or for all forms."""
        of_form = self._chosen(printer_setting(form), "") if form else ""
        return of_form or self._chosen(PRINTER, "")


class SpeechPart:
    """The system's own voice."""

    def __init__(self, speak: Callable[[str, str], None]) -> None:
        self._speak = speak

    def say(self, text: str, language: str) -> None:
        """Say a text and return when it is said."""
        self._speak(text, language)
