"""The evidence package: complete, and every changed byte is found and named."""

import hashlib
import json
import random
import subprocess
import sys
import zipfile
import zlib

import pytest

from desk_app.application.evidence import Evidence
from desk_app.application.ports import SigningGrant
from desk_app.domain.errors import IntegrityError
from resources.evidence import verify_package as package

FLIPS = 1000


@pytest.fixture
def made(office, tmp_path):
    key = office.returned()
    done = exported(office, key, tmp_path / "gói bằng chứng.zip", "vanthu")
    return office, key, done


def exported(office, key, out, signer=""):
    evidence = Evidence(office=office.office, index=office.store.index)
    if not signer:
        return evidence.export(key, out)
    grant = SigningGrant(module="m", token=signer, certificate="personal", pin=bytearray(b"1"))
    return evidence.export(key, out, signer=office.actor(signer), grant=grant)


def owner(places, size, offset):
    """Which entry a byte of the file belongs to, by the ZIP library and not by our own layout."""
    start = next((name for name, begin, end in places if begin <= offset < end), None)
    assert offset < size
    return start or package.DIRECTORY


def places_of(path):
    with zipfile.ZipFile(path) as found:
        infos = sorted(found.infolist(), key=lambda i: i.header_offset)
    ends = [i.header_offset for i in infos[1:]]
    last = infos[-1]
    ends.append(last.header_offset + 30 + len(last.filename.encode()) + last.file_size)
    return [(i.filename, i.header_offset, end) for i, end in zip(infos, ends, strict=True)]


def test_a_package_holds_every_rendition_the_history_and_the_verdicts(made):
    office, key, done = made
    dossier = office.see(key)
    with zipfile.ZipFile(done.file) as found:
        assert found.testzip() is None
        digests = {row["sha256"] for row in json.loads(found.read("manifest.json"))["items"]}
        verdicts = json.loads(found.read("verdicts.json"))
        events = found.read("events.jsonl").splitlines()
        page = found.read("timeline.html").decode()
    for part in dossier.components:
        for ref in (*part.pages, *part.earlier, *((part.file,) if part.file else ())):
            assert ref.sha256 in digests
    for ref in (dossier.result.file, *dossier.result.earlier, *(s.file for s in dossier.slips)):
        assert ref.sha256 in digests
    assert {row["verdict"] for row in verdicts} >= {"valid"}
    assert len(events) == done.events == len(office.enquiries.events(key))
    assert "tiếp nhận" in page
    assert str(dossier.code) in page


def test_an_untouched_package_is_valid(made):
    _, _, done = made
    report = package.check_package(done.file)
    assert report.as_json()["verdict"] == "valid"
    assert report.as_json()["events"] == done.events
    assert len(package.check_package(done.file).manifest["items"]) + 1 == done.items


def test_every_flipped_byte_is_found_and_named(made, tmp_path):
    _, _, done = made
    good = done.file.read_bytes()
    places = places_of(done.file)
    draw = random.Random(20261129)
    heads = [begin + n for _, begin, _ in places for n in range(30)]
    offsets = [draw.randrange(len(good)) for _ in range(FLIPS - len(heads) - 200)]
    offsets += heads + [draw.randrange(places[-1][2], len(good)) for _ in range(200)]
    missed = []
    for number, offset in enumerate(offsets):
        bad = bytearray(good)
        bad[offset] ^= 1 << (number % 8)
        path = tmp_path / "hỏng.zip"
        path.write_bytes(bad)
        report = package.check_package(path).as_json()
        named = {each["name"] for each in report["damaged"]}
        if report["verdict"] != "invalid" or owner(places, len(good), offset) not in named:
            missed.append((offset, owner(places, len(good), offset), report))
    assert len(offsets) >= FLIPS
    assert missed == []


@pytest.mark.parametrize("cut", [1, 22, 100, 5000])
def test_a_shortened_package_is_invalid(made, tmp_path, cut):
    _, _, done = made
    path = tmp_path / "ngắn.zip"
    path.write_bytes(done.file.read_bytes()[:-cut])
    assert package.check_package(path).verdict == "invalid"


def test_bytes_behind_the_package_are_found(made, tmp_path):
    _, _, done = made
    path = tmp_path / "dài.zip"
    path.write_bytes(done.file.read_bytes() + b"x")
    report = package.check_package(path).as_json()
    assert report["reasons"] == ["evidence.bytes_added"]


@pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.7", b"\0" * 500])
def test_another_file_is_no_package(tmp_path, content):
    path = tmp_path / "khác.zip"
    path.write_bytes(content)
    assert package.check_package(path).verdict == "unknown"


def rewritten(good, tmp_path, change, *, keeps_statement=False):
    """A forger's package: everything consistent again after the change."""
    with zipfile.ZipFile(good) as found:
        data = {i.filename: found.read(i) for i in found.infolist()}
    if not keeps_statement:
        del data[package.STATEMENT], data[package.SIGNED]
    manifest = json.loads(data.pop("manifest.json"))
    change(data)
    rows = {row["name"]: row for row in manifest["items"]}
    manifest["items"] = [
        {**rows.get(name, {}), **package.item(name, body)} for name, body in data.items()
    ]
    path = tmp_path / "giả.zip"
    with path.open("wb") as out:
        package.write_package(out, manifest, data.__getitem__)
    return package.check_package(path).as_json()


def test_a_changed_event_breaks_the_chain_even_with_new_checksums(made, tmp_path):
    _, _, done = made

    def change(data):
        data["events.jsonl"] = data["events.jsonl"].replace(b'"canbo"', b'"kekhac"')

    assert rewritten(done.file, tmp_path, change)["reasons"] == ["evidence.chain_broken"]


def test_a_paper_taken_out_is_missed_by_its_event(made, tmp_path):
    _, _, done = made

    def change(data):
        del data[next(n for n in data if "-result-" in n)]

    assert rewritten(done.file, tmp_path, change)["reasons"] == ["evidence.file_of_event_missing"]


def test_another_state_than_the_history_says_is_found(made, tmp_path):
    _, _, done = made

    def change(data):
        data["dossier.json"] = data["dossier.json"].replace(b'"RETURNED"', b'"ARCHIVED"')

    assert rewritten(done.file, tmp_path, change)["reasons"] == ["evidence.state_differs"]


def test_a_package_written_anew_differs_from_what_was_signed(made, tmp_path):
    """Consistent in itself, history and all; the officer signed another list."""
    _, _, done = made

    def change(data):
        data["verdicts.json"] = data["verdicts.json"].replace(b'"valid"', b'"VALID"')

    told = rewritten(done.file, tmp_path, change, keeps_statement=True)
    assert (told["first_damaged"], told["reasons"]) == (
        "statement.json",
        ["evidence.statement_differs"],
    )
    assert rewritten(done.file, tmp_path, change)["verdict"] == "valid", "nobody signed that one"


def test_a_list_that_nobody_signed_is_found(made, tmp_path):
    _, _, done = made

    def change(data):
        data["verdicts.json"] = data["verdicts.json"].replace(b'"valid"', b'"VALID"')
        stated = json.loads(data["statement.json"])
        for row in stated["items"]:
            row["sha256"] = hashlib.sha256(data[row["name"]]).hexdigest()
        data["statement.json"] = json.dumps(stated).encode()

    told = rewritten(done.file, tmp_path, change, keeps_statement=True)
    assert told["reasons"] == ["evidence.statement_not_signed"]


def test_the_statement_names_every_item_and_carries_the_officers_signature(made):
    office, _, done = made
    with zipfile.ZipFile(done.file) as found:
        stated = json.loads(found.read("statement.json"))
        signed = found.read("statement.pdf")
        names = set(found.namelist()) - {"manifest.json", "statement.json", "statement.pdf"}
    assert {row["name"] for row in stated["items"]} == names
    assert b"%sig officer vanthu-1" in signed
    assert office.signer.signed[-1] == ("statement.pdf", "officer")


def test_a_package_without_a_statement_is_valid_too(office, tmp_path):
    done = exported(office, office.returned(), tmp_path / "p.zip")
    assert package.check_package(done.file).verdict == "valid"


def test_the_small_program_inside_checks_without_the_desk(made, tmp_path):
    _, _, done = made
    with zipfile.ZipFile(done.file) as found:
        script = tmp_path / "verify_package.py"
        script.write_bytes(found.read("verify_package.py"))
    run = subprocess.run(
        [sys.executable, "-I", script, done.file], capture_output=True, text=True, encoding="utf-8"
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["verdict"] == "valid"


def test_a_damaged_paper_leaves_no_package_behind(office, tmp_path):
    key = office.returned()
    ref = office.see(key).slips[0].file
    office.papers._bytes.pop(ref.sha256)
    out = tmp_path / "p.zip"
    with pytest.raises(IntegrityError):
        Evidence(office=office.office, index=office.store.index).export(key, out)
    assert list(tmp_path.glob("p.zip*")) == []


@pytest.mark.parametrize(
    "manifest",
    [
        {},
        {"format": package.FORMAT},
        {"format": package.FORMAT, "items": [], "chain": {}},
        {"format": package.FORMAT, "items": [], "chain": []},
        {"format": package.FORMAT, "items": [3], "chain": {}},
        {"format": package.FORMAT, "items": [package.item("a", b"") | {"size": -1}], "chain": {}},
        {"format": package.FORMAT, "items": [package.item("a", b"")] * 2, "chain": {}},
        {"format": package.FORMAT, "items": [package.item("a" * 70000, b"")], "chain": {}},
        {
            "format": package.FORMAT,
            "items": [package.item("events.jsonl", b"{}\n"), package.item("dossier.json", b"[]")],
            "chain": {"head": "", "events": 1},
        },
    ],
)
def test_a_manifest_made_by_somebody_else_is_a_finding_and_never_a_fault(manifest, tmp_path):
    first = package.manifest_bytes(manifest)
    entry = package.Entry("manifest.json", len(first), zlib.crc32(first))
    path = tmp_path / "lạ.zip"
    path.write_bytes(entry.header() + first + package.directory([entry]))
    report = package.check_package(path)
    assert report.verdict == "invalid"
    assert json.dumps(report.as_json())
