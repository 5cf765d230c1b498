"""Accounts, stored papers, payments, claims and catalogues of the practice province."""

import asyncio
import json
import urllib.request
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from desk_app.adapters.sync.enquiries import ReferenceEnquiries
from desk_app.adapters.sync.reference import ReferenceProvince
from tests.integration.sync.conftest import Province
from tests.kit.sync.desk import Desk, new_id

T = TypeVar("T")


def ask(province: Province, question: Callable[[ReferenceEnquiries], Awaitable[T]]) -> T:
    async def go() -> T:
        session = ReferenceProvince(province.url)
        try:
            return await question(ReferenceEnquiries(session))
        finally:
            await session.aclose()

    return asyncio.run(go())


def test_an_account_is_looked_up_and_made_once(province: Province) -> None:
    number = "001199000001"
    assert ask(province, lambda e: e.find_account(number)) is None
    made = ask(province, lambda e: e.create_account(number, full_name="Trần Thị Ước"))
    again = ask(province, lambda e: e.create_account(number, full_name="Khác"))
    assert (made.level, again) == (1, made)
    assert ask(province, lambda e: e.find_account(number)) == made


def test_a_returned_result_can_be_reused(province: Province, tmp_path: Path) -> None:
    desk = Desk(tmp_path, province.url)
    dossier_id = new_id()
    desk.act(dossier_id, "create_dossier", {"applicant": {"number": "001199000777"}})
    for kind, body in (
        ("accept", {"due_on": "2026-11-27"}),
        ("hand_over", {}),
    ):
        desk.act(dossier_id, kind, body)
    desk.act(
        dossier_id,
        "submit_result",
        {"outcome": "grant"},
        files={"gks.pdf": b"%PDF"},
        file_role="result",
    )
    desk.act(dossier_id, "approve")
    desk.act(dossier_id, "agency_sign", {"number": "9/KS", "dated_on": "2026-11-26"})
    desk.act(dossier_id, "return_result", {"recipient": {"name": "Ước"}})
    desk.settle()
    (paper,) = ask(province, lambda e: e.stored_papers("001199000777"))
    assert (paper.name, paper.number) == ("gks.pdf", "9/KS")
    assert province.blob(paper.sha256) == b"%PDF"
    assert ask(province, lambda e: e.stored_papers("001199000778")) == ()


def test_a_payment_on_the_gateway_comes_with_a_signed_receipt(
    province: Province, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, province.url)
    dossier_id = new_id()
    desk.act(dossier_id, "create_dossier", {"title": "Phí"})
    desk.act(dossier_id, "accept", {"due_on": "2026-11-27"})
    desk.act(dossier_id, "request_payment", {"amount": 75000})
    desk.settle()
    before = ask(province, lambda e: e.payment_state(dossier_id))
    assert before is not None
    assert (before.state, before.amount_due, before.receipts) == ("due", 75000, ())
    province.call("POST", "/v1/test/pay", {"id": dossier_id, "amount": 75000, "receipt": "CQG-1"})
    after = ask(province, lambda e: e.payment_state(dossier_id))
    assert after is not None
    (receipt,) = after.receipts
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(after.signed_by))
    key.verify(bytes.fromhex(receipt.signature), receipt.signed_bytes())
    assert province.dossier(dossier_id)["state"] == "ACCEPTED"
    desk.sync()
    shadow = desk.store.shadow("province", dossier_id)
    assert shadow is not None
    assert shadow.document["payment"] == "paid"
    assert ask(province, lambda e: e.payment_state(new_id())) is None


def test_a_claim_shows_who_has_the_dossier_open(province: Province, tmp_path: Path) -> None:
    desk = Desk(tmp_path, province.url)
    dossier_id = new_id()
    desk.act(dossier_id, "create_dossier", {"title": "Một"})
    desk.settle()
    mine = ask(province, lambda e: e.claim(dossier_id, device_id="desk-1", user="lan"))
    theirs = ask(province, lambda e: e.claim(dossier_id, device_id="desk-2", user="minh"))
    assert (mine["granted"], theirs["granted"], theirs["user"]) == (True, False, "lan")
    assert province.dossier(dossier_id)["claim"]["user"] == "lan"
    province.call("DELETE", f"/v1/dossiers/{dossier_id}/claim?device_id=desk-2")
    assert province.dossier(dossier_id)["claim"] is not None
    province.call("DELETE", f"/v1/dossiers/{dossier_id}/claim?device_id=desk-1")
    assert province.dossier(dossier_id)["claim"] is None


def test_catalogues_are_cached_by_tag(province: Province) -> None:
    with urllib.request.urlopen(f"{province.url}/v1/catalogues/status-map") as answer:
        tag = answer.headers["ETag"]
        assert json.load(answer)["entries"]["national_status"]["RETURNED"] == 10
    request = urllib.request.Request(
        f"{province.url}/v1/catalogues/status-map", headers={"If-None-Match": tag}
    )
    with pytest.raises(urllib.error.HTTPError, match="304"):
        urllib.request.urlopen(request)
    units = province.call("GET", "/v1/catalogues/units")["entries"]["unit"]
    assert len({unit["code"] for unit in units}) == 3


def test_a_number_of_a_book_is_given_once_a_key(province: Province) -> None:
    def take(key: str) -> int:
        request = urllib.request.Request(
            f"{province.url}/v1/numbers/khai-sinh",
            method="POST",
            headers={"Idempotency-Key": key},
        )
        with urllib.request.urlopen(request) as answer:
            number: int = json.load(answer)["number"]
        return number

    first, second = take("a"), take("b")
    assert (take("a"), second) == (first, first + 1)


def test_the_board_page_is_served_without_foreign_sources(province: Province) -> None:
    with urllib.request.urlopen(f"{province.url}/board") as answer:
        page = answer.read().decode()
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "http" not in page.replace("<!doctype html>", "")
