"""A day of cards at the counter, then a search of everything the desk left on the disk."""

import base64
import dataclasses
import os
import signal
import tempfile
import threading
import time
import unicodedata
from pathlib import Path

import pytest

from desk_app import bootstrap
from desk_app.application.commands import intake as acts
from desk_app.domain.errors import DeskError
from desk_app.practice.chip import CardFaults, PracticeCard, make_card
from desk_app.practice.office import open_practice_office
from desk_app.practice.pictures import draw_portrait
from tests.unit.chip.test_authenticity import people

FAULTS = (
    CardFaults(), CardFaults(corrupt=(13,)), CardFaults(signer="badsig"), CardFaults(is_copy=True),
    CardFaults(truncate=(2,)),
)  # fmt: skip


@pytest.fixture
def day(tmp_path, monkeypatch):
    """A practice office, its desk with every temporary file in a folder of its own."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr(tempfile, "tempdir", None)
    clock = bootstrap.wall_clock().now
    with open_practice_office(tmp_path / "office", clock=clock) as office:
        desk = bootstrap.open_desk(office.profile.folder)
        try:
            yield office, desk, scratch
        finally:
            desk.close()


def ways_of_writing(text):
    """A word as programs leave it lying about."""
    plain = unicodedata.normalize("NFD", text)
    bare = "".join(c for c in plain if not unicodedata.combining(c)).replace("Đ", "D")
    yield from (text.encode(), text.encode("utf-16le"), plain.encode())
    if bare != text:
        yield from (bare.upper().encode(), bare.upper().replace(" ", "<").encode())
    yield base64.b64encode(text.encode())[:-4]


def traces(folders, needles):
    """Files below the folders that hold one of the needles."""
    return [
        (path.name, needle)
        for folder in folders
        for path in Path(folder).rglob("*")
        if path.is_file() and (data := path.read_bytes())
        for needle in needles
        if needle in data
    ]


@pytest.mark.slow
def test_a_day_leaves_no_person_and_no_face_outside_the_encrypted_stores(day):
    office, desk, scratch = day
    step, clerk = desk.steps.intake, desk.actor("canbo1")
    plain = step.office.catalogue
    asking = dataclasses.replace(
        step,
        office=dataclasses.replace(step.office, catalogue=_AsksForFaces(plain)),
    )
    face = draw_portrait()
    needles, shown, refused = [], [], []
    for number, wanted in enumerate(people(15, seed=1)):
        person = wanted | {10: f"Sẹo chấm cách đuôi mày {number + 3} cm", 13: ("Ngô Văn Cha Mẫu",)}
        content = make_card(
            now=desk.office.clock.now(), person=person, picture=face, faults=FAULTS[number % 5]
        )
        card = PracticeCard(content, slow=0.05 if number == 7 else 0.0)
        office.cards.card = card
        if number % 2:
            (office.profile.folder / "countries" / "c.cer").write_bytes(content.country)
        for words in (person[1], person[2], person[9], person[10], person[13][0]):
            needles += ways_of_writing(words)
        new = acts.NewDossier(procedure="birth_registration", actor=clerk)
        draft = step.new(new).dossier_id
        order = acts.ReadCard(dossier=draft, actor=clerk, can=content.can)
        for each in (dataclasses.replace(order, can="000000"), order):
            if number == 7:
                at = card.commands + 4
                threading.Thread(target=_crash, args=(desk.office.cards, card, at)).start()
            try:
                asking.read_card(each, show=shown.append)
            except DeskError as error:
                refused.append(error.code)
    assert len(shown) >= 3, "faces were shown"
    assert {"chip.wrong_key"} < set(refused), "and readings failed"
    picture = [face[at : at + 48] for at in range(40, len(face) - 48, 997)]
    needles += [*picture, *(p[40:88] for p in shown), *map(base64.b64encode, picture)]
    kept = office.profile.folder
    needles = list(dict.fromkeys(needles))
    mine = [path for path in kept.iterdir() if path.name != "province"]
    (scratch / "planted").write_bytes(b"..." + needles[0] + b"...")
    assert [name for name, _ in traces([scratch], needles)] == ["planted"]
    (scratch / "planted").unlink()
    assert sum(1 for folder in mine for _ in folder.rglob("*")) > 5
    files = [path for path in mine if path.is_file()]
    assert [(path.name, n) for path in files for n in needles if n in path.read_bytes()] == []
    assert traces([scratch, *(path for path in mine if path.is_dir())], needles) == []


def _crash(cards, card, at):
    """The worker dies in the middle of a reading: when the card has answered so often."""
    end = time.monotonic() + 30
    while card.commands < at and time.monotonic() < end:
        time.sleep(0.01)
    if cards._process is not None:
        os.kill(cards._process.pid, signal.SIGKILL)


class _AsksForFaces:
    """The catalogue, each of whose procedures asks for the face."""

    def __init__(self, plain):
        self._plain = plain

    def __getattr__(self, name):
        return getattr(self._plain, name)

    def procedure(self, *words, **more):
        return dataclasses.replace(self._plain.procedure(*words, **more), shows_card_picture=True)
