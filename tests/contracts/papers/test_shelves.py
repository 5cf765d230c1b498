"""A folder, a shared folder and an S3-compatible store keep the same contract of papers."""

import hashlib
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pyrage
import pytest

from desk_app.adapters.papers import PapersBlobs, PapersStore
from desk_app.adapters.papers.shelves import Shelf, shelf_at
from desk_app.application.sync_errors import BlobDamagedError, LocalStorageError
from desk_app.domain.errors import IntegrityError, UnavailableError
from tests.kit.seaweed import running_seaweed

DATA = "Giấy khai sinh bản gốc".encode() * 1000


@pytest.fixture(scope="session")
def seaweed() -> Iterator[str]:
    if sys.platform == "win32":
        pytest.skip("the store is a program of Linux")
    with running_seaweed() as url:
        yield url


@pytest.fixture(params=["own", "shared", "s3"])
def open_shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Shelf]:
    """Opens one shelf as each desk of an office does."""
    own = tmp_path / "Giấy tờ"
    url = ""
    if request.param == "shared":
        own.mkdir()
        url = own.as_uri()
    elif request.param == "s3":
        url = f"{request.getfixturevalue('seaweed')}/{tmp_path.name}"
    return lambda: shelf_at(url, own)


@pytest.fixture
def keys() -> tuple[str, str]:
    identity, recovery = (pyrage.x25519.Identity.generate() for _ in range(2))
    return str(identity), str(recovery.to_public())


@pytest.fixture
def papers(open_shelf: Callable[[], Shelf], keys: tuple[str, str]) -> PapersStore:
    return PapersStore(open_shelf(), *keys)


def test_what_one_desk_stores_another_reads(
    papers: PapersStore, open_shelf: Callable[[], Shelf], keys: tuple[str, str]
) -> None:
    ref = papers.put(DATA, name="khai sinh.pdf", media_type="application/pdf", pages=2)
    assert ref.sha256 == hashlib.sha256(DATA).hexdigest()
    other = PapersStore(open_shelf(), *keys)
    assert other.read(ref.sha256) == DATA
    assert other.has(ref.sha256)
    assert list(open_shelf().digests()) == [ref.sha256]


def test_the_shelf_holds_no_plain_bytes(
    papers: PapersStore, open_shelf: Callable[[], Shelf]
) -> None:
    ref = papers.put(DATA, name="a", media_type="x/y")
    assert b"khai sinh" not in open_shelf().get(ref.sha256)


def test_a_paper_that_is_not_there_is_damage(papers: PapersStore) -> None:
    with pytest.raises(IntegrityError) as found:
        papers.read("0" * 64)
    assert found.value.code == "papers.damaged"
    with pytest.raises(BlobDamagedError):
        PapersBlobs(papers).size("0" * 64)


def test_the_first_of_two_desks_keeps_its_bytes(
    papers: PapersStore, open_shelf: Callable[[], Shelf], keys: tuple[str, str]
) -> None:
    """Sealing is random: two desks store other bytes under one name, and either opens."""
    desks = [PapersStore(open_shelf(), *keys) for _ in range(4)]
    threads = [
        threading.Thread(target=desk.put, args=(DATA,), kwargs={"name": "a", "media_type": "x/y"})
        for desk in desks
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    digest = hashlib.sha256(DATA).hexdigest()
    assert papers.read(digest) == DATA
    assert list(open_shelf().digests()) == [digest]


def test_a_purged_paper_is_told_from_a_lost_one(papers: PapersStore) -> None:
    ref = papers.put(DATA, name="a", media_type="x/y")
    assert papers.purge(ref.sha256)
    assert papers.purged() == {ref.sha256}
    with pytest.raises(IntegrityError) as found:
        papers.read(ref.sha256)
    assert found.value.code == "papers.purged"
    papers.put(DATA, name="a", media_type="x/y")
    assert papers.read(ref.sha256) == DATA
    assert papers.purged() == frozenset()


def test_size_and_bytes_for_the_exchange(papers: PapersStore) -> None:
    ref = papers.put(DATA, name="a", media_type="x/y")
    blobs = PapersBlobs(papers)
    assert blobs.size(ref.sha256) == len(DATA)
    assert blobs.open(ref.sha256).read() == DATA
    assert blobs.open(ref.sha256).read() == DATA


def test_a_share_that_is_away_is_said_and_nothing_is_written_beside_it(
    tmp_path: Path, keys: tuple[str, str]
) -> None:
    share = tmp_path / "mạng"
    share.mkdir()
    papers = PapersStore(shelf_at(str(share), tmp_path / "own"), *keys)
    ref = papers.put(DATA, name="a", media_type="x/y")
    shutil.move(share, tmp_path / "đứt")
    for act in (
        lambda: papers.read(ref.sha256),
        lambda: papers.put(b"new", name="b", media_type="x/y"),
    ):
        with pytest.raises(UnavailableError) as found:
            act()
        assert found.value.code == "papers.shelf_away"
    assert not share.exists()
    with pytest.raises(LocalStorageError):
        PapersBlobs(papers).open(ref.sha256)


def test_a_store_that_is_away_is_said(seaweed: str, tmp_path: Path, keys: tuple[str, str]) -> None:
    parts = urlsplit(seaweed)
    gone = seaweed.replace(f":{parts.port}", ":9")
    papers = PapersStore(shelf_at(gone, tmp_path), *keys)
    with pytest.raises(UnavailableError) as found:
        papers.put(DATA, name="a", media_type="x/y")
    assert found.value.code == "papers.shelf_away"


def test_an_unknown_kind_of_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError) as found:
        shelf_at("ftp://x/y", tmp_path)
    assert found.value.code == "papers.shelf_unknown"
