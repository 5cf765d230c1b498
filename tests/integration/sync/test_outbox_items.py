"""What the outbox page is told of a real queue: each waiting item has the time of its next try (F11-02)."""

import datetime as dt
from pathlib import Path
from types import SimpleNamespace

from desk_app.adapters.sync.reference import ReferenceProvince
from desk_app.application.exchange import Exchange
from desk_app.ui.connect.outbox import OutboxPart
from tests.integration.sync.conftest import Province
from tests.kit.sync.desk import FAST, Desk, new_id


def page(desk: Desk, exchange: Exchange) -> OutboxPart:
    office = SimpleNamespace(facts=SimpleNamespace(target="province", targets=()))
    enquiries = SimpleNamespace(dossier=lambda key: SimpleNamespace(shown_code=f"HS {key[:8]}"))
    used = SimpleNamespace(
        outbox=desk.store, office=office, enquiries=enquiries, exchange=exchange,
        synchronise=exchange.once,
    )  # fmt: skip
    return OutboxPart(SimpleNamespace(desk=used, is_online=True, now=desk.clock.now))


def test_a_fault_of_one_dossier_says_when_that_one_goes_again(
    province: Province, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, province.url)
    exchange = Exchange(lambda: desk.engine)
    outbox, bad = page(desk, exchange), new_id()
    desk.act(bad, "create_dossier", {"title": "Một"})
    province.fault({"action": "status", "status": 500, "body": bad, "times": None})
    (fresh,) = outbox.items()
    assert (fresh.answer, fresh.next_try_at) == ("", None)
    outbox.exchange()
    (item,) = outbox.items()
    assert item.state == "waiting"
    assert item.answer == "sync.server_fault"
    assert desk.clock.now() < item.next_try_at <= desk.clock.now() + dt.timedelta(seconds=5)


def test_a_province_that_is_away_holds_every_item_to_one_time(
    province: Province, tmp_path: Path
) -> None:
    place = ["http://127.0.0.1:1"]
    desk = Desk(tmp_path, "", open_target=lambda: ReferenceProvince(place[0], line=FAST))
    exchange = Exchange(lambda: desk.engine)
    outbox = page(desk, exchange)
    for _ in range(3):
        desk.act(new_id(), "create_dossier", {"title": "Một"})
    before = desk.clock.now()
    outbox.exchange()
    times = [item.next_try_at for item in outbox.items()]
    assert len(times) == 3
    assert len(set(times)) == 1
    assert before < times[0] <= desk.clock.now() + dt.timedelta(seconds=4)
    place[0] = province.url
    assert outbox.send_now((), SimpleNamespace(is_cancelled=lambda: False)) == ()
