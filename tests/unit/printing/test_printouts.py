"""What waits for a printer is neither lost nor forgotten."""

import datetime as dt
import json

import pytest

from desk_app.adapters.printing.spool.sheet_size import named_sheet
from desk_app.adapters.window.print_tray import PrintTrayFile
from desk_app.application.printouts import PrinterStanding, Printouts
from desk_app.domain.errors import IntegrityError, UnavailableError

NOW = dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC)


class Spooler:
    """Printers by name; those in ``refusing`` take nothing."""

    def __init__(self, *names, refusing=()):
        self.names, self.refusing, self.sent = names, set(refusing), []

    def printers(self):
        return tuple(PrinterStanding(name=one, is_default=one == "chinh") for one in self.names)

    def send(self, pdf, *, printer, title, copies):
        if printer in self.refusing:
            raise UnavailableError("printing.refused", {"printer": printer})
        self.sent.append((printer, title, copies, pdf))


@pytest.fixture
def tray(tmp_path):
    return PrintTrayFile(tmp_path / "printouts.json")


def read(paper):
    if paper == "gone":
        raise IntegrityError("papers.damaged")
    return paper.encode()


def send(desk, paper, form="receipt", choose=lambda form: ""):
    return desk.send(paper, form=form, reference="H99-1", copies=2, choose=choose)


def test_each_form_goes_to_its_own_printer(tray):
    spooler = Spooler("chinh", "a5")
    desk = Printouts(read, spooler, tray, lambda: NOW)
    own = {"receipt": "a5"}
    for form in ("receipt", "refusal"):
        assert send(desk, form, form, lambda form: own.get(form, ""))
    assert [(name, title) for name, title, _, _ in spooler.sent] == [
        ("a5", "H99-1 receipt"),
        ("chinh", "H99-1 refusal"),
    ]


def test_a_desk_without_a_default_waits_quietly(tray):
    desk = Printouts(read, Spooler("phu"), tray, lambda: NOW)
    assert send(desk, "one") is False
    assert [one.paper for one in desk.waiting()] == ["one"]


def test_what_is_asked_for_again_waits_once(tray):
    desk = Printouts(read, Spooler(), tray, lambda: NOW)
    for paper in ("one", "two", "one"):
        send(desk, paper)
    assert sorted(one.paper for one in desk.waiting()) == ["one", "two"]


def test_one_refusal_holds_up_no_other(tray):
    spooler = Spooler("chinh", "hong", refusing=("chinh", "hong"))
    desk = Printouts(read, spooler, tray, lambda: NOW)
    for paper in ("one", "gone", "two"):
        with pytest.raises((UnavailableError, IntegrityError)):
            send(desk, paper)
    spooler.refusing.clear()
    with pytest.raises(IntegrityError):
        desk.send_waiting(lambda form: "")
    assert [pdf for _, _, _, pdf in spooler.sent] == [b"one", b"two"]
    assert [one.paper for one in desk.waiting()] == ["gone"]


def test_what_waits_is_there_after_a_restart_in_order(tray, tmp_path):
    first = Printouts(read, Spooler(), tray, lambda: NOW)
    for paper in ("one", "two", "three"):
        send(first, paper)
    again = Printouts(
        read, Spooler("chinh"), PrintTrayFile(tmp_path / "printouts.json"), lambda: NOW
    )
    assert [(one.paper, one.since) for one in again.waiting()] == [
        ("one", NOW), ("two", NOW), ("three", NOW),
    ]  # fmt: skip
    again.withdraw(again.waiting()[1].id)
    assert again.send_waiting(lambda form: "") == 2
    assert again.waiting() == ()


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"id": "x"}]', "\x00\xff"])
def test_a_file_of_garbage_stops_nobody(tmp_path, text):
    path = tmp_path / "printouts.json"
    path.write_bytes(text.encode("latin-1"))
    desk = Printouts(read, Spooler("chinh"), PrintTrayFile(path), lambda: NOW)
    assert desk.waiting() == ()
    assert send(desk, "one") is True


def test_the_file_holds_codes_and_no_content(tray, tmp_path):
    send(Printouts(read, Spooler(), tray, lambda: NOW), "digest")
    rows = json.loads((tmp_path / "printouts.json").read_text(encoding="utf-8"))
    assert set(rows[0]) == {"id", "paper", "form", "reference", "copies", "since"}


@pytest.mark.parametrize(
    ("size", "name"),
    [((595, 842), "A4"), ((842, 595), "A4"), ((420, 595), "A5"), ((595.3, 419.5), "A5"),
     ((842, 1191), "A3"), ((612, 792), ""), ((100, 100), "")],
)  # fmt: skip
def test_sheets_by_their_size(size, name):
    assert named_sheet(*size) == name
