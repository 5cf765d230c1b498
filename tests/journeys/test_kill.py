"""kill -9 of the client at random moments of the five steps: nothing lost, nothing twice."""

import contextlib
import json
import os
import random
import time
from collections import Counter
from pathlib import Path

import pytest

from desk_app import bootstrap
from desk_app.application.enquiries import WorkQuery
from desk_app.domain.signatures import Verdict
from desk_app.practice.office import open_practice_office
from tests.kit.forked import Nest
from tests.kit.pdf_parts import signed_parts

pytestmark = [pytest.mark.journey, pytest.mark.slow]
SEED = int(os.environ.get("KILL_SEED", "20261123"))


@pytest.mark.timeout(900)
@pytest.mark.parametrize("kills", [14, pytest.param(50, marks=pytest.mark.long)])
def test_kills_lose_nothing_and_repeat_nothing(tmp_path, kills):
    print(f"seed {SEED}")
    draw = random.Random(SEED)
    with (
        open_practice_office(tmp_path, clock=bootstrap.wall_clock().now) as office,
        Nest("tests.journeys.resuming_officer") as nest,
    ):
        journal = tmp_path / "journal.jsonl"
        journal.touch()
        dossiers, sessions = 1, []
        killed_after = Counter()
        for _ in range(kills):
            with started(nest, tmp_path, journal, dossiers) as client:
                sessions.append(client.pid)
                if killed(
                    client, journal, further=draw.randint(-1, 3), pause=draw.uniform(0.0, 0.8)
                ):
                    killed_after[last_act(journal)] += 1
                else:
                    assert has_closed(client)
                    dossiers += 1
        print(f"killed after: {dict(killed_after)}")
        assert len(killed_after) > 4, killed_after
        with started(nest, tmp_path, journal, dossiers) as last:
            assert last.has_ended(120)
            assert has_closed(last)
        check(tmp_path, office, journal, dossiers)
        assert orphans(sessions) == []


def is_open(client):
    """Waits until the desk is open; False when the client ended before."""
    return client.stdout.readline() == "open\n"


def has_closed(client):
    """Whether a client that has ended said so itself."""
    return any(client.stdout.readline() == "closed\n" for _ in range(2))


@contextlib.contextmanager
def started(nest, profile, journal, dossiers):
    client = nest.start(str(profile), str(profile / "specimens"), str(journal), str(dossiers))
    try:
        yield client
    finally:
        client.close()


def killed(client, journal, further, pause):
    """Kill a client some moments after that many further acts (-1: while it opens); False when it ended before.

    Counted in acts and not in seconds, so that a slow machine is killed all over the five steps too.
    """
    if further >= 0:
        assert is_open(client)
        wanted = len(journal.read_text().splitlines()) + further
        while len(journal.read_text().splitlines()) < wanted and not client.has_ended(0.005):
            pass
    if client.has_ended(pause):
        return False
    client.kill()
    client.wait(60)
    return True


def last_act(journal):
    lines = journal.read_text().splitlines()
    return json.loads(lines[-1])["act"] if lines else "nothing"


def check(profile, office, journal, wanted):
    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    desk = bootstrap.open_desk(profile)
    try:
        for _ in range(30):
            report = desk.synchronise()
            if not report.waiting:
                break
        assert not report.parked
        assert report.waiting == 0
        assert desk.enquiries.check_chain().is_whole
        rows = desk.enquiries.work_list(WorkQuery()).rows
        assert len(rows) == wanted
        assert len({r.code for r in rows}) == wanted
        for row in rows:
            check_dossier(desk, office, row, [x for x in lines if x["dossier"] == row.id])
        numbers = [desk.enquiries.dossier(r.id).result.number for r in rows]
        assert len(set(numbers)) == wanted
    finally:
        desk.close()


def check_dossier(desk, office, row, confirmed):
    dossier = desk.enquiries.dossier(row.id)
    events = desk.enquiries.events(row.id)
    assert row.state == "RETURNED"
    taken = Counter(e.transition for e in events if e.transition)
    assert taken == Counter(["T01", "T08", "T13", "T15", "T17", "T24"])
    versions = [line["version"] for line in confirmed]
    assert versions == sorted(set(versions))
    assert dossier.version >= versions[-1]
    acts = Counter(line["act"] for line in confirmed)
    assert all(n == 1 for act, n in acts.items() if act not in {"digitise", "mark", "fill"})
    assert len(signed_parts(desk.office.papers.read(dossier.result.file.sha256))) == 4
    for component in dossier.components:
        if component.file is not None:
            assert len(signed_parts(desk.office.papers.read(component.file.sha256))) == 2
            assert desk.office.verifier.verify(component.file).verdict is Verdict.VALID
    queued = desk.outbox.items(desk.office.facts.target, dossier_id=row.id)
    assert [q.entry.dossier_seq for q in queued] == list(range(1, len(queued) + 1))
    held = office_holds(office, row.id)
    assert held["state"] == "RETURNED"
    assert held["version"] == len(queued)


def office_holds(office, dossier_id):
    import urllib.request

    with urllib.request.urlopen(
        f"{office.province.url}/v1/dossiers/{dossier_id}", timeout=10
    ) as answer:
        return json.loads(answer.read())


def orphans(sessions):
    """Workers of killed clients that did not end by themselves within ten seconds."""
    deadline = time.monotonic() + 10
    while True:
        left = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[3]) in sessions and fields[0] != "Z":
                left.append(int(stat.parent.name))
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.2)
