"""Papers on real queues of CUPS, into a printer on a socket."""

import os
import signal
import subprocess
import time

import pytest

from desk_app.adapters.printing.spool.cups import CupsSpooler
from desk_app.adapters.window.print_tray import PrintTrayFile
from desk_app.application.printouts import Printouts
from desk_app.bootstrap.checks_machine import printer as doctors_line
from desk_app.domain.errors import UnavailableError
from tests.integration.printing.conftest import MOMENT
from tests.kit.cups import CupsServer, SocketPrinter


@pytest.fixture
def device():
    """A printer that keeps what it is sent."""
    printer = SocketPrinter()
    yield printer
    printer.close()


@pytest.fixture
def server(monkeypatch):
    """The printing system the programs of this test talk to."""
    cups = CupsServer()
    monkeypatch.setenv("CUPS_SERVER", str(cups.sock))
    yield cups
    cups.close()


@pytest.fixture
def slip(printer):
    """A receipt as the counter prints it."""
    return printer.slip("receipt", printer.sample("receipt"), issued_at=MOMENT).pdf


@pytest.fixture
def desk(tmp_path, slip):
    """Printing of one desk; its only paper is the receipt."""

    def desk(spooler=None):
        return Printouts(
            {"receipt-1": slip}.__getitem__,
            spooler or CupsSpooler(),
            PrintTrayFile(tmp_path / "printouts.json"),
            lambda: MOMENT,
        )

    return desk


def send(desk, chosen="", copies=2):
    return desk.send(
        "receipt-1",
        form="receipt",
        reference="H99.01-1",
        copies=copies,
        choose=lambda form: chosen,
    )


def test_a_receipt_reaches_the_printer_of_its_form(server, device, desk, slip):
    server.add("quay-a5", device.port)
    assert send(desk(), "quay-a5") is True
    job = device.wait(1)[0]
    assert job == slip * 2
    assert desk().waiting() == ()


def test_without_a_choice_the_system_decides(server, device, desk, slip):
    server.add("thu-nhat", 9)
    server.add("thu-hai", device.port)
    server.admin("lpadmin", "-d", "thu-hai")
    found = {one.name: one.is_default for one in desk().printers()}
    assert found == {"thu-nhat": False, "thu-hai": True}
    send(desk(), copies=1)
    assert device.wait(1)[0] == slip


def test_without_a_printer_the_paper_waits_over_a_restart(server, device, desk, slip):
    assert desk().printers() == ()
    assert send(desk()) is False
    assert [(one.form, one.reference) for one in desk().waiting()] == [("receipt", "H99.01-1")]
    assert doctors_line(None).detail == "printing.no_printer"
    server.add("quay", device.port)
    server.admin("lpadmin", "-d", "quay")
    assert desk().send_waiting(lambda form: "") == 1
    assert device.wait(1)[0] == slip * 2
    assert desk().waiting() == ()


@pytest.mark.parametrize(
    ("named", "code"),
    [("khong-co", "printing.printer_unknown"), ("tu-choi", "printing.refused")],
)
def test_a_printer_that_does_not_take_it(server, device, desk, named, code):
    server.add("tu-choi", device.port)
    server.admin("cupsreject", "tu-choi")
    with pytest.raises(UnavailableError) as refused:
        send(desk(), named)
    assert (refused.value.code, refused.value.facts) == (code, {"printer": named})
    assert len(desk().waiting()) == 1
    assert device.jobs == []
    desk().withdraw(desk().waiting()[0].id)
    assert desk().waiting() == ()


def test_a_printing_system_that_hangs_costs_its_deadline_alone(server, device, desk):
    server.add("quay", device.port)
    os.kill(server.pid, signal.SIGSTOP)
    try:
        with pytest.raises(UnavailableError, match=r"printing\.system_silent"):
            send(desk(CupsSpooler(longest_s=1.0)), "quay")
    finally:
        os.kill(server.pid, signal.SIGCONT)
    assert len(desk().waiting()) == 1


def test_a_stopped_printer_is_told_by_the_doctor(server, device, desk):
    server.add("quay", device.port)
    server.admin("cupsdisable", "quay")
    assert [one.is_stopped for one in desk().printers()] == [True]
    found = doctors_line(None)
    assert (found.state, found.detail) == ("warn", "printing.printer_stopped")
    server.admin("cupsenable", "quay")
    assert doctors_line(None).state == "ok"


def test_the_queue_is_told_the_sheet_and_no_name(server, device, desk):
    """What stands in the queue of a shared machine is a code and a form, never whose paper it is."""
    server.add("quay", device.port)
    server.admin("cupsdisable", "quay")
    send(desk(), "quay")
    listed = subprocess.run(["lpstat", "-o"], capture_output=True, text=True, check=True).stdout
    assert listed.startswith("quay-")
    spool = server.sock.parent / "spool"
    until = time.monotonic() + 60  # the server writes its books when it has time
    while not (held := list(spool.glob("c0*"))) and time.monotonic() < until:
        time.sleep(0.1)
    told = held[0].read_bytes()
    assert b"H99.01-1 receipt" in told
    assert b"A4" in told or b"A5" in told
    assert "Nguyễn".encode() not in told
