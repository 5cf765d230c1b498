"""Slips through the spooler of Windows: Wine hands its jobs to a real queue of CUPS."""

import json

import pytest

from desk_app.adapters.printing.printer import Printer
from tests.integration.printing.conftest import MOMENT, OFFICE
from tests.kit import wine
from tests.kit.cups import CupsServer, SocketPrinter

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800), pytest.mark.xdist_group("installer")]
CHILD = """
import json, sys
from pathlib import Path
from desk_app.adapters.printing.spool import system_spooler
from desk_app.domain.errors import UnavailableError
if __name__ == "__main__":
    spooler = system_spooler()
    said = {"printers": [[p.name, p.is_default, p.is_stopped] for p in spooler.printers()]}
    for name in sys.argv[1:]:
        try:
            spooler.send(Path("Z:/win/slip.pdf").read_bytes(), printer=name, title="H99 receipt", copies=2)
            said[name] = "sent"
        except UnavailableError as error:
            said[name] = error.code
    print(json.dumps(said))
"""


@pytest.fixture
def cups():
    server, device = CupsServer(), SocketPrinter()
    yield server, device
    device.close()
    server.close()


def ask(work, *names, server=None):
    (work / "print_child.py").write_text(CHILD, encoding="utf-8")
    done = wine.inside(
        work, "py/python.exe", "-B", "-X", "utf8", "Z:\\win\\print_child.py", *names,
        timeout_s=600,
        variables=[f"CUPS_SERVER=127.0.0.1:{server.port}"] if server else [],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.fixture
def slip(work):
    """A receipt of two copies lies where Windows sees it."""
    with Printer(OFFICE) as printer:
        made = printer.slip("receipt", printer.sample("receipt"), issued_at=MOMENT)
    (work / "slip.pdf").write_bytes(made.pdf)
    return made


def test_a_receipt_reaches_the_printer(work, slip, cups):
    server, device = cups
    server.add("quay", device.port)
    server.admin("lpadmin", "-d", "quay")
    said = ask(work, "quay", "khong-co", server=server)
    assert said["printers"] == [["quay", True, False]]
    assert said["khong-co"] == "printing.printer_unknown"
    assert said["quay"] == "sent"
    job = device.wait(1, seconds=60)[0]
    assert job.startswith(b"%!PS")
    assert job.count(b"\n%%Page:") == 2 * slip.pages


def test_a_machine_without_a_printer_says_so(work, slip):
    said = ask(work, "quay")
    assert said == {"printers": [], "quay": "printing.printer_unknown"}
