"""Printers of the sample desk: none, one that works, one that refuses."""

from dataclasses import replace

from desk_app.domain.errors import UnavailableError
from desk_app.ui import contract as c


class SamplePrinting:
    """Fills the window's port ``Printing``; tests set ``known`` and ``refuses``."""

    def __init__(self, now):
        self.printed = []
        self.known = (
            c.PrinterChoice(name="HP-LaserJet-quay-3", is_default=True),
            c.PrinterChoice(name="Canon-A5"),
        )
        self.refuses = False
        self._waiting = []
        self._now = now

    def printers(self):
        return self.known

    def print_document(self, document, reference):
        if self.known and not self.refuses:
            self.printed.append(document.id)
            return
        form = document.form or "receipt"
        self.hold(form, reference)
        if self.known:
            raise UnavailableError("printing.refused", {"printer": self.known[0].name})

    def hold(self, form, reference, copies=2):
        """A paper waits."""
        self._waiting.append(
            c.WaitingPrint(
                id=f"print-{len(self._waiting)}",
                form=form,
                reference=reference,
                copies=copies,
                since=self._now(),
            )
        )

    def waiting(self):
        return tuple(replace(one) for one in self._waiting)

    def print_waiting(self):
        if not self.known:
            raise UnavailableError("printing.no_printer")
        if self.refuses:
            raise UnavailableError("printing.refused", {"printer": self.known[0].name})
        sent = len(self._waiting)
        self.printed += [one.form for one in self._waiting]
        self._waiting.clear()
        return sent

    def withdraw(self, print_id):
        self._waiting = [one for one in self._waiting if one.id != print_id]
