"""What every ledger of pages must do, also beside the rows of another desk."""

from __future__ import annotations

import contextlib
import itertools
from dataclasses import replace

import pytest

from desk_app.adapters.persistence import open_database
from scanner import Ended, Findings, PageRecord, Source, SqliteLedger, TrayError
from scanner.records import Card, Code, QualityNote
from tests.kit.postgres import fresh_database, programs, running_postgres
from tests.kit.scanner.memory_ledger import MemoryLedger

_numbers = itertools.count()

LEDGERS = ("memory", "sqlite", "desk file", "desk postgres")
KEY = "ab" * 32
ELSEWHERE = "e1" * 32  # a page that another desk of the office scanned


@pytest.fixture(scope="session")
def postgres_server():
    if programs() is None:
        pytest.skip("postgresql is not installed")
    with running_postgres(fsync="off") as url:
        yield url


@pytest.fixture(params=LEDGERS)
def ledger(request, tmp_path):
    with contextlib.ExitStack() as stack:
        if request.param == "memory":
            yield MemoryLedger()
        elif request.param == "sqlite":
            yield SqliteLedger(tmp_path / "ledger.sqlite3", tmp_path, busy_s=0.05)
        else:
            place = tmp_path / "Bàn số 1.db"
            if request.param == "desk postgres":
                server = request.getfixturevalue("postgres_server")
                place = stack.enter_context(fresh_database(server, f"pages_{next(_numbers)}"))
            database = open_database(place, KEY)
            stack.callback(database.close)
            other = database.page_ledger("other desk", tmp_path)
            foreign = other.open_stack(device="escl://x", source=Source.ADF, label="đơn")
            page = a_page(tmp_path, foreign, 1, sha256=ELSEWHERE)
            other.add_page(page)
            other.set_findings(page.id, Findings(likeness="3c" * 32, thumbnail=b"\xff"))
            yield database.page_ledger("desk", tmp_path)


def a_page(folder, stack, number, **more):
    values = {
        "id": f"{stack.id}-{number:04d}", "stack": stack.id, "number": number, "sheet": number,
        "side": "a", "file": folder / f"{stack.id}-{number:04d}.jpg", "mime": "image/jpeg",
        "sha256": "ab" * 32, "size": 10, "width": 5, "height": 6, "dpi": 300,
        "origin": "", "warnings": ("scanner.note.adopted",),
    }  # fmt: skip
    return PageRecord(**{**values, **more})


def open_stack(ledger, **more):
    return ledger.open_stack(device="escl://x", source=Source.ADF_DUPLEX, label="đơn", **more)


def test_a_stack_is_there_before_its_first_page(ledger):
    first, second = open_stack(ledger), open_stack(ledger)
    assert first.id != second.id
    assert list(ledger.stacks()) == [first, second]
    assert (first.ended, first.source, first.label) == (None, Source.ADF_DUPLEX, "đơn")


def test_stacks_are_found_by_the_beginning_of_their_label(ledger):
    for label in ("a_1/x", "a_1/y", "ab1/x"):
        ledger.open_stack(device="escl://x", source=Source.ADF, label=label)
    assert [s.label for s in ledger.stacks(under="a_1/")] == ["a_1/x", "a_1/y"]
    assert len(ledger.stacks()) == 3


def test_pages_come_back_as_they_went_in_order(ledger, tmp_path):
    stack, other = open_stack(ledger), open_stack(ledger)
    written = [a_page(tmp_path, stack, n) for n in (1, 2, 10)]
    for page in (written[1], written[2], written[0], a_page(tmp_path, other, 1)):
        ledger.add_page(page)
    assert list(ledger.pages(stack.id)) == written
    assert len(ledger.pages()) == 4


def test_the_same_page_again_is_no_second_page(ledger, tmp_path):
    page = a_page(tmp_path, open_stack(ledger), 1)
    ledger.add_page(page)
    ledger.add_page(page)
    assert list(ledger.pages()) == [page]


def test_findings_survive_unchanged(ledger, tmp_path):
    page = a_page(tmp_path, open_stack(ledger), 1)
    ledger.add_page(page)
    seen = Findings(
        blank=False, ink_share=0.25, codes=(Code("QRCode", "đ|1", (1, 2, 3, 4)),), skew_deg=-1.5,
        turn_deg=270, cards=(Card(((1, 2), (3, 4), (5, 6), (7, 8)), 85.6, 54.0, 0.5),),
        notes=(QualityNote("scanner.quality.blurred", {"edge": 0.3}, True),),
        is_separator=True, likeness="ff" * 32, thumbnail=b"\xff\xd8",
    )  # fmt: skip
    ledger.set_findings(page.id, seen)
    assert ledger.pages()[0].findings == seen


def test_superseded_pages_stay(ledger, tmp_path):
    stack = open_stack(ledger)
    pages = [a_page(tmp_path, stack, n) for n in (1, 2)]
    for page in pages:
        ledger.add_page(page)
    ledger.supersede([pages[1].id])
    assert list(ledger.pages()) == [pages[0], replace(pages[1], superseded=True)]


def test_a_released_page_keeps_what_was_seen_and_gives_no_file(ledger, tmp_path):
    stack = open_stack(ledger)
    pages = [a_page(tmp_path, stack, n, sha256="cd" * 32) for n in (1, 2)]
    for page in pages:
        ledger.add_page(page)
    ledger.set_findings(pages[0].id, Findings(likeness="0f" * 32))
    ledger.release([pages[0].id])
    first, second = ledger.pages(stack.id)
    assert (first.is_released, second.is_released) == (True, False)
    assert (first.sha256, first.findings.likeness) == (pages[0].sha256, "0f" * 32)
    assert ledger.with_digest("cd" * 32) == second
    ledger.release([pages[0].id, pages[1].id])
    assert ledger.with_digest("cd" * 32) is None


def test_pages_that_were_looked_at_are_found_by_their_bytes(ledger, tmp_path, request):
    stack = open_stack(ledger)
    written = [a_page(tmp_path, stack, n, sha256=f"{n}" * 64) for n in (1, 2, 3, 4)]
    for page in (*written, a_page(tmp_path, stack, 5, sha256="1" * 64)):
        ledger.add_page(page)
    for page in written[:3]:
        ledger.set_findings(page.id, Findings(likeness="0f" * 32, thumbnail=b"\xff\xd8"))
    ledger.release([written[0].id])
    found = ledger.seen(["1" * 64, "2" * 64, "4" * 64, "9" * 64, ELSEWHERE])
    assert {p.findings.thumbnail for p in found} == {b""}
    shared = "desk" in request.node.callspec.params["ledger"]
    assert sorted((p.sha256, p.findings.likeness) for p in found) == [
        ("1" * 64, "0f" * 32), ("2" * 64, "0f" * 32), *[(ELSEWHERE, "3c" * 32)] * shared,
    ]  # fmt: skip
    assert list(ledger.seen([])) == []


def test_a_stack_can_end_twice(ledger):
    stack = open_stack(ledger)
    ledger.close_stack(stack.id, Ended.JAM, 3)
    assert ledger.stacks()[0] == replace(stack, ended=Ended.JAM, expected_next_sheet=3)
    ledger.close_stack(stack.id, Ended.DONE, None)
    assert ledger.stacks()[0] == replace(stack, ended=Ended.DONE)


def test_an_origin_is_known_once_its_page_is(ledger, tmp_path):
    page = a_page(tmp_path, open_stack(ledger), 1, origin="a.pdf|1|ab#1")
    assert not ledger.has_origin(page.origin)
    ledger.add_page(page)
    assert ledger.has_origin(page.origin)
    assert not ledger.has_origin("")


def test_a_page_is_found_by_its_digest(ledger, tmp_path):
    stack = open_stack(ledger)
    first, second = (a_page(tmp_path, stack, n, sha256="cd" * 32) for n in (1, 2))
    for page in (second, first):
        ledger.add_page(page)
    assert ledger.with_digest("cd" * 32) == first
    assert ledger.with_digest("ef" * 32) is None


def test_histories_are_apart_and_in_order(ledger):
    for scope, act in (("a", "1"), ("b", "2"), ("a", "3")):
        ledger.append_act(scope, act)
    assert (list(ledger.acts("a")), list(ledger.acts("b"))) == (["1", "3"], ["2"])


def test_a_held_file_is_busy_not_broken(tmp_path):
    import sqlite3

    ledger = SqliteLedger(tmp_path / "l.sqlite3", tmp_path, busy_s=0.05)
    holder = sqlite3.connect(tmp_path / "l.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(TrayError) as busy:
        open_stack(ledger)
    holder.execute("ROLLBACK")
    holder.close()
    assert busy.value.code == "scanner.ledger_busy"
    assert open_stack(ledger).id
