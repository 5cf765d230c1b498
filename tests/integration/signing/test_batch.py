"""Batches: order, results, journal, and a process killed at random moments."""

import hashlib
import random
import time
from pathlib import Path

import pytest

from desk_app.practice.pki import PracticePki
from desk_app.practice.pki.people import USER_PIN
from signing.batch import sign_batch
from signing.journal import BatchJournal
from signing.request import Level, Role, SignRequest
from signing.standing import standing_signatures
from tests.kit.forked import Nest
from tests.kit.signing import papers
from tests.kit.signing.foreign import qpdf_accepts

pytestmark = pytest.mark.token

ROOT = Path(__file__).parents[3]


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def request(source: Path, target: Path, role: Role = Role.OFFICER) -> SignRequest:
    return SignRequest(source=source, target=target, role=role, level=Level.B_B, is_visible=False)


def test_results_in_order_and_bad_files_do_not_stop_the_rest(tmp_path, login, trust) -> None:
    good = papers.plain(tmp_path / "good.pdf")
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 broken")
    encrypted = papers.plain(tmp_path / "locked.pdf")
    import pikepdf

    with pikepdf.open(encrypted, allow_overwriting_input=True) as pdf:
        pdf.save(encrypted, encryption=pikepdf.Encryption(owner="o", user=""))
    sources = [good, bad, good, encrypted, tmp_path / "missing.pdf", good]
    todo = [request(source, tmp_path / f"{at}.out.pdf") for at, source in enumerate(sources)]
    told = []
    with login("canbo1") as key:
        results = sign_batch(todo, key, trust=trust, on_result=told.append)
    assert [result.state for result in results] == [
        "signed",
        "refused",
        "signed",
        "refused",
        "refused",
        "signed",
    ]
    assert [result.error.code for result in results if result.error] == [
        "signing.file_damaged",
        "signing.file_encrypted",
        "signing.file_not_found",
    ]
    assert [result.request for result in results] == todo
    assert sorted(map(id, told)) == sorted(map(id, results))
    for result in results:
        if result.signed:
            assert result.signed.sha256 == sha256(result.request.target)
            assert all(item.is_sound for item in standing_signatures(result.request.target))


def test_the_same_file_twice_in_one_batch_is_signed_twice(tmp_path, login, trust) -> None:
    file = papers.plain(tmp_path / "a.pdf")
    with login("canbo1") as key:
        results = sign_batch(
            [request(file, file), request(file, file, Role.APPROVER)], key, trust=trust
        )
    assert [result.state for result in results] == ["signed", "signed"]
    assert [item.field for item in standing_signatures(file)] == ["CanBo", "LanhDao"]


def test_stamps_of_a_batch_overlap(tmp_path, login, trust, tsa, services) -> None:
    """Eight stamps of 0.2 s each must not take 1.6 s one after another."""
    tsa.get_to_know()
    services.fault["tsa"] = "delay-0.2"
    source = papers.plain(tmp_path / "a.pdf")
    todo = [
        SignRequest(
            source=source,
            target=tmp_path / f"{at}.pdf",
            role=Role.OFFICER,
            level=Level.B_T,
            is_visible=False,
        )
        for at in range(8)
    ]
    with login("canbo1") as key:
        results = sign_batch(todo, key, trust=trust, tsa=tsa)
    assert [result.state for result in results] == ["signed"] * 8
    waited = [result.signed.seconds.tsa for result in results]
    started = min(result.signed.stamped_at for result in results)
    ended = max(result.signed.stamped_at for result in results)
    assert min(waited) >= 0.2
    assert (ended - started).total_seconds() < sum(waited) / 2


def test_a_torn_journal_is_read_to_the_tear(tmp_path) -> None:
    path = tmp_path / "journal"
    with BatchJournal(path) as journal:
        journal.plan([(Path("a"), Path("b"), "officer"), (Path("c"), Path("d"), "officer")])
        journal.note(Path("b"), "officer", "in_place", sha256="0")
        batch = journal.batch
    path.write_bytes(path.read_bytes() + b'{"event":"in_pl')
    with BatchJournal(path) as journal:
        assert journal.batch == batch
        assert journal.is_done(Path("b"), "officer")
        assert not journal.is_done(Path("b"), "agency")
        assert not journal.is_done(Path("d"), "officer")
        journal.note(Path("d"), "officer", "in_place", sha256="0")
    with BatchJournal(path) as journal:
        assert journal.is_done(Path("d"), "officer")


def run_campaign(pki: PracticePki, folder: Path, kills: int, seed: int) -> tuple[int, int]:
    """Kill the driver ``kills`` times; gives back how many kills hit and files that were signed."""
    chance = random.Random(seed)
    hits = finished = batch = 0
    with Nest("tests.kit.signing.batch_driver") as nest:
        while hits < kills:
            batch += 1
            place = folder / f"batch{batch}"
            place.mkdir()
            originals = {}
            for at in range(100):
                path = papers.plain(
                    place / f"{at:03}.pdf", bulk_bytes=chance.randrange(1000, 60_000)
                )
                originals[path] = path.read_bytes()
            is_done = False
            while not is_done:
                is_done = not _run_and_kill(nest, pki, place, chance.uniform(0, 0.15), hits < kills)
                hits += not is_done
                _assert_whole(originals, expect_all=is_done)
            finished += len(originals)
            assert not list(place.glob(".*.signing")), "leftovers of a killed run were not cleared"
    return hits, finished


def _run_and_kill(
    nest: Nest, pki: PracticePki, place: Path, after_s: float, may_kill: bool
) -> bool:
    """Run the driver; ``True`` when it was killed before it was done."""
    driver = nest.start(str(place), str(pki.module), str(pki.trust_folder))
    driver.stdin.write(f"{USER_PIN}\n")
    driver.stdin.flush()
    assert driver.stdout.readline() == "go\n"
    if may_kill:
        time.sleep(after_s)
        driver.kill()
    said = driver.stdout.read()
    driver.close()
    return "done" not in said


def _assert_whole(originals: dict[Path, bytes], *, expect_all: bool) -> None:
    for path, before in originals.items():
        now = path.read_bytes()
        if now == before:
            assert not expect_all, f"{path.name} was left out"
            continue
        assert now.startswith(before)
        found = standing_signatures(path)
        assert [item.is_sound for item in found] == [True], "signed twice or half signed"
        assert found[0].end == len(now)


@pytest.mark.scenario(58)
def test_killed_at_random_moments(tmp_path, pki) -> None:
    hits, finished = run_campaign(pki, tmp_path, kills=5, seed=20261124)
    assert hits >= 5
    sample = next(iter(sorted((tmp_path / "batch1").glob("*.pdf"))))
    assert finished >= 100
    assert qpdf_accepts(sample)


@pytest.mark.scenario(58)
@pytest.mark.long
@pytest.mark.timeout(7200)
def test_killed_at_two_hundred_random_moments(tmp_path, pki) -> None:
    hits, _ = run_campaign(pki, tmp_path, kills=200, seed=1)
    assert hits >= 200
