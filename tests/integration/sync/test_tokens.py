"""F27: tokens run out in the middle of the queue; a locked desk waits and loses nothing."""

import asyncio
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk_app.adapters.sync.reference import ReferenceProvince
from desk_app.adapters.sync.tokens import DeviceTokens
from desk_app.application.sync_errors import AuthNeededError
from desk_app.bootstrap.data import load_settings
from desk_app.bootstrap.exchange import target_of
from desk_app.bootstrap.stick import device_key
from tests.integration.sync.conftest import Province
from tests.kit.security.small_desk import make_profile
from tests.kit.sync.chaos import ChaosProxy
from tests.kit.sync.desk import FAST, FIVE_STEPS, Desk, DeskClock, five_steps, new_id
from tests.kit.sync.invariants import assert_invariants


def key_desk(province: Province, folder: Path, url: str, name: str) -> Desk:
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw
    )
    province.call("POST", "/v1/devices", {"id": name, "public_key": public.hex()})
    province.call("POST", "/v1/test/door", {"strict": True})
    tokens = DeviceTokens(url, device_id=name, sign=key.sign, clock=DeskClock())
    return Desk(
        folder, url, name=name, open_target=lambda: ReferenceProvince(url, line=FAST, tokens=tokens)
    )


def test_a_desk_without_a_token_is_told_and_keeps_its_work(
    province: Province, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, province.url)
    desk.act(new_id(), "create_dossier", {"title": "Một"})
    province.call("POST", "/v1/test/door", {"strict": True})
    report = desk.sync()
    assert report.stopped is not None
    assert (report.stopped.code, report.waiting) == ("sync.auth_needed", 1)


@pytest.mark.parametrize("match", [b"POST /v1/commands", b"PATCH /v1/uploads", b"HEAD /v1/blobs"])
def test_f27_tokens_that_run_out_are_renewed_silently(
    province: Province, tmp_path: Path, match: bytes
) -> None:
    with ChaosProxy(province.url) as proxy:
        name = f"desk-{match[:5].decode().strip()}-{match[-3:].decode()}"
        desk = key_desk(province, tmp_path, proxy.url, name)
        dossier_id = new_id()
        files = five_steps(desk, dossier_id)
        expired = proxy.spoil(
            match,
            skip=1,
            before=lambda: province.call("POST", "/v1/test/door", {"expire": True}),
        )
        report = desk.sync()
        assert expired.struck == 2
        assert report.stopped is None, "silently"
        assert (report.sent, report.waiting, report.parked) == (len(FIVE_STEPS), 0, ())
    province.calm()
    province.assert_files(dossier_id, files)
    assert_invariants(province, desk)


def test_f27_a_locked_desk_asks_once_and_goes_on_after(province: Province, tmp_path: Path) -> None:
    desk = key_desk(province, tmp_path, province.url, "desk-locked")
    dossier_id = new_id()
    files = five_steps(desk, dossier_id)
    province.call("POST", "/v1/test/door", {"lock": "desk-locked"})
    report = desk.sync()
    assert report.stopped is not None
    assert report.stopped.code == "sync.auth_needed"
    assert report.waiting == len(FIVE_STEPS)
    province.call("POST", "/v1/test/door", {"unlock": "desk-locked"})
    assert desk.settle().waiting == 0
    province.calm()
    province.assert_files(dossier_id, files)
    assert_invariants(province, desk)


def test_an_assertion_is_good_once(province: Province) -> None:
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw
    )
    province.call("POST", "/v1/devices", {"id": "once", "public_key": public.hex()})
    tokens = DeviceTokens(province.url, device_id="once", sign=key.sign, clock=DeskClock())
    grant = {"grant_type": "client_credentials", "client_assertion": tokens.assertion()}
    assert province.call("POST", "/v1/token", grant)["token_type"] == "Bearer"
    with pytest.raises(Exception, match="403"):
        province.call("POST", "/v1/token", grant)
    forged = tokens.assertion()[:-6] + "AAAAAA"
    with pytest.raises(Exception, match="403"):
        province.call("POST", "/v1/token", {**grant, "client_assertion": forged})


def test_a_profile_that_signs_in_by_its_own_key_is_let_in(
    province: Province, tmp_path: Path
) -> None:
    folder = make_profile(tmp_path / "bàn")
    place = folder / "profile.toml"
    text = place.read_text(encoding="utf-8")
    line = f'url = "{province.url}"\nsign_in = "device"'
    place.write_text(text.replace('url = ""', line), encoding="utf-8")
    settings = load_settings(folder)
    province.call("POST", "/v1/test/door", {"strict": True})

    async def asks() -> bool:
        target = target_of(settings)()
        try:
            return await target.blob_verified("a" * 64)
        finally:
            await target.aclose()

    with pytest.raises(AuthNeededError):
        asyncio.run(asks())
    province.call("POST", "/v1/test/door", {"strict": False})
    known = {"id": settings.device_id, "public_key": device_key(folder)}
    province.call("POST", "/v1/devices", known)
    province.call("POST", "/v1/test/door", {"strict": True})
    assert asyncio.run(asks()) is False
