"""The worker: real processes, deadlines, memory, damage."""

from __future__ import annotations

import time
import zlib

import pytest

from signing.verify import Limits, Opinion, Verdict, Verifier, verify_file
from tests.kit.forgery import papers, signers

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


@pytest.fixture
def folder(pki, tmp_path):
    return pki.write_trust(tmp_path / "chứng thư")


def test_verify_file_over_a_flat_folder(pki, tmp_path, folder):
    paper = tmp_path / "Giấy xác nhận đã ký.pdf"
    paper.write_bytes(signers.sign(papers.plain(), pki, level="b-t"))
    found = verify_file(paper, folder)
    assert found.verdict is Verdict.VALID
    assert found.file == str(paper)
    assert found.sentence == (
        "Chữ ký số của Nguyen Thi Mau Mot hợp lệ; nội dung không thay đổi sau khi ký."
    )
    later = verify_file(paper, folder, pki.now.replace(year=pki.now.year + 9))
    assert later.verdict is Verdict.VALID
    assert verify_file(tmp_path / "không có.pdf", folder).reasons == ("file.missing",)


def test_texts_come_from_the_desk_catalogue(pki, tmp_path, folder):
    paper = tmp_path / "a.pdf"
    paper.write_bytes(papers.plain())
    with Verifier(folder, texts={"verdicts": {"unsigned": "Chưa ký."}}) as verifier:
        assert verifier.verify(paper).sentence == "Chưa ký."


def deep_file() -> bytes:
    """Cross-reference streams that unfold to many millions of entries."""
    rows = zlib.compress(bytes(60_000_000), 9)
    head = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n"
    out = bytearray(head)
    prev = 0
    for number in range(40):
        at = len(out)
        head = (
            b"%d 0 obj\n<</Type/XRef/Filter/FlateDecode/W[1 2 1]"
            b"/Index[0 990000]/Size 990000/Root 1 0 R%b/Length %d>>\nstream\n"
        )
        out += head % (
            number + 2, b"/Prev %d" % prev if prev else b"", len(rows),
        )  # fmt: skip
        out += rows + b"\nendstream\nendobj\n"
        prev = at
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % prev


@pytest.mark.scenario(79)
def test_a_file_that_takes_too_long_is_unknown_and_the_next_one_is_judged(pki, tmp_path, folder):
    slow, good = tmp_path / "chậm.pdf", tmp_path / "tốt.pdf"
    slow.write_bytes(deep_file())
    good.write_bytes(signers.sign(papers.plain(), pki))
    with Verifier(folder, limits=Limits(seconds=2.0)) as verifier:
        verifier.start()
        began = time.monotonic()
        found = verifier.verify(slow)
        assert time.monotonic() - began < 60
        assert found.verdict is Verdict.UNKNOWN
        assert found.reasons == ("file.took_too_long",)
        assert verifier.verify(good).verdict is Verdict.VALID


def test_a_dead_worker_is_replaced(pki, tmp_path, folder):
    good = tmp_path / "tốt.pdf"
    good.write_bytes(signers.sign(papers.plain(), pki))
    with Verifier(folder) as verifier:
        assert verifier.verify(good).verdict is Verdict.VALID
        verifier._process.kill()
        verifier._process.join()
        assert verifier.verify(good).verdict is Verdict.VALID


@pytest.mark.scenario(79)
def test_memory_is_limited(tmp_path, folder):
    big = tmp_path / "to.pdf"
    big.write_bytes(b"%PDF-1.7\n" + bytes(700_000_000))
    with Verifier(folder, limits=Limits(memory=900 * 1024 * 1024)) as verifier:
        found = verifier.verify(big)
    assert found.verdict is Verdict.UNKNOWN


def test_the_second_reader_agrees_or_differs_and_never_raises(pki, tmp_path, folder):
    """Another implementation over what leaves the office: intact, broken, or no opinion."""
    good = signers.sign(papers.plain(), pki, level="b-lta", field="CanBo")
    cases = {
        "good": (good, Opinion.AGREES, ()),
        "flipped": (good.replace(b"1.000.000", b"9.000.000"), Opinion.DIFFERS, ("CanBo",)),
        "unsigned": (papers.plain(), Opinion.NONE, ()),
        "noise": (bytes(range(256)), Opinion.NONE, ()),
    }
    with Verifier(folder) as verifier:
        for name, (data, opinion, fields) in cases.items():
            (tmp_path / name).write_bytes(data)
            found = verifier.read_again(tmp_path / name)
            assert (found.opinion, found.fields) == (opinion, fields), name
        assert verifier.read_again(tmp_path / "gone").opinion is Opinion.NONE
        assert verifier.verify(tmp_path / "good").verdict is Verdict.VALID
