"""WIA's child protocol with scripted children, TWAIN's table, cameras, the device list."""

from __future__ import annotations

import io
import json
import socket
import time

import pytest
from PIL import Image, ImageFilter

from scanner import (
    AcquireRequest,
    DeviceUri,
    DriverOptions,
    Ended,
    ListRequest,
    RequestError,
    ScannerError,
    Source,
    Ticket,
    acquire,
    list_devices,
)
from scanner.announced import announced_uris
from scanner.devices import Never, PageBytes, StackEnded
from scanner.drivers import twain, wia
from scanner.drivers.open import open_driver
from scanner.errors import CODES
from tests.kit.scanner import pages
from tests.kit.scanner.children import EMPTY, OFFERS, scripted
from tests.kit.scanner.escl_sim import EsclSim

QUICK = DriverOptions(warm_up_s=20.0, driver_silence_s=15.0, connect_s=20.0)
HASTY = DriverOptions(warm_up_s=6.0, driver_silence_s=0.7, connect_s=20.0)


def scan(*script, source=Source.ADF, options=QUICK):
    image = pages.page(pages.ident("w", 1), dpi=75)
    driver = wia.WiaDriver(DeviceUri("wia", "X"), options, scripted(*script, image=image))
    try:
        events = list(driver.scan(Ticket(source=source, dpi=300), Never()))
    finally:
        driver.close()
    assert isinstance(events[-1], StackEnded)
    return sum(isinstance(e, PageBytes) for e in events), events[-1]


def test_paper_empty_after_pages_is_the_end():
    """Scenario 60."""
    assert scan("page", "page", "page", EMPTY) == (3, StackEnded(Ended.DONE))


def test_paper_empty_before_a_page_is_an_empty_feeder():
    """Scenario 60."""
    count, end = scan(EMPTY)
    assert (count, end.ended, end.problem.code) == (0, Ended.EMPTY, "scanner.no_paper")


@pytest.mark.parametrize(
    ("misdeed", "ended", "code"),
    [
        ("die", Ended.BROKEN, "scanner.driver_failed"),
        ("hang", Ended.TIMEOUT, "scanner.timeout"),
        ("nonsense", Ended.BROKEN, "scanner.driver_failed"),
    ],
)
def test_a_child_that_misbehaves_costs_one_page_at_most(misdeed, ended, code):
    """Scenario 60."""
    count, end = scan("page", misdeed, options=HASTY if misdeed == "hang" else QUICK)
    assert (count, end.ended, end.problem.code) == (1, ended, code)


@pytest.mark.parametrize("hresult", wia.MEANINGS)
def test_every_wia_error_has_its_meaning(hresult):
    for signed in (hresult, hresult - (1 << 32)):
        end = wia.verdict(signed, device="x", pages=4, sides=2, is_feeder=True)
        assert end.problem.code in CODES
        assert end.ended is not Ended.DONE
        assert end.problem.facts["sheet"] == 3


def test_half_a_sheet_is_no_clean_end():
    end = wia.verdict(EMPTY, device="x", pages=3, sides=2, is_feeder=True)
    assert (end.ended, end.problem.facts["sheet"]) == (Ended.BROKEN, 2)


def test_an_unknown_wia_error_is_named_by_its_number():
    end = wia.verdict(0x8000FFFF, device="x", pages=0, sides=1, is_feeder=True)
    assert (end.problem.code, end.problem.facts["reason"]) == (
        "scanner.driver_failed",
        "0x8000FFFF",
    )


def test_wia_offers_become_capabilities():
    offered = wia.capabilities_of(OFFERS)
    assert list(offered.sources) == [Source.ADF, Source.ADF_DUPLEX, Source.PLATEN]
    assert offered.dpi == (150, 300, 600)
    assert offered.sources[Source.PLATEN].width_mm == 215.9


@pytest.mark.parametrize("condition", twain.MEANINGS)
def test_every_twain_condition_has_its_meaning(condition):
    end = twain.verdict(condition, device="x", pages=2, sides=1)
    assert end.problem.code in CODES
    assert end.ended is not Ended.DONE


def test_twain_no_media_and_honesty():
    assert twain.verdict(twain.NO_MEDIA, device="x", pages=2, sides=1) == StackEnded(Ended.DONE)
    assert twain.verdict(twain.NO_MEDIA, device="x", pages=0, sides=1).ended is Ended.EMPTY
    for module in (wia, twain):
        assert "NOT RUN ON" in module.__doc__ or "RUN ON WINDOWS" in module.__doc__


@pytest.mark.parametrize("uri", ["wia:X", "twain:X"])
def test_what_this_system_lacks_is_said(uri):
    with pytest.raises(RequestError) as refused:
        open_driver(DeviceUri.parse(uri), QUICK)
    assert refused.value.code == "scanner.driver_missing"


@pytest.mark.parametrize("uri", ["", "x", "http://a/b", "escl:", "escl:/x", "sane:"])
def test_wrong_addresses_are_refused(uri, tmp_path):
    with pytest.raises(ScannerError) as refused:
        acquire(AcquireRequest(device=uri, out=tmp_path / "out"))
    assert refused.value.code == "scanner.uri_invalid"
    assert not (tmp_path / "out").exists()


# -- document camera


def test_a_camera_waits_for_a_still_and_sharp_picture(tmp_path, inspector):
    sharp = Image.open(io.BytesIO(pages.page(pages.ident("m", 1), dpi=150)))
    frames = tmp_path / "frames"
    frames.mkdir()
    moving = [sharp.rotate(3 * n, fillcolor=(90, 90, 90)) for n in (3, 2, 1)]
    blurred = [sharp.filter(ImageFilter.GaussianBlur(9))] * 2
    for number, frame in enumerate([*moving, *blurred, sharp, sharp]):
        frame.convert("RGB").save(frames / f"{number}.png")
    request = AcquireRequest(device=f"camera:{frames}", out=tmp_path / "out")
    result = acquire(request, inspector=inspector)
    assert (result.ended, len(result.pages)) == (Ended.DONE, 1)
    assert pages.read_id(result.pages[0].file.read_bytes()) == pages.ident("m", 1)


def test_a_camera_that_is_not_there(tmp_path, inspector):
    for name in ("99", str(tmp_path / "nothing")):
        result = acquire(
            AcquireRequest(device=f"camera:{name}", out=tmp_path / "out"), inspector=inspector
        )
        assert (result.ended, result.problem.code) == (Ended.OFFLINE, "scanner.offline")


# -- the list


def test_a_dead_device_does_not_hold_up_the_list(tmp_path):
    """Scenario 59: three devices, one of them dead, within the deadline; dead ones are marked."""
    quiet = socket.create_server(("127.0.0.1", 0))  # accepts nothing, answers nothing
    dead = f"escl://127.0.0.1:{quiet.getsockname()[1]}/eSCL"
    cache = tmp_path / "devices.json"
    with EsclSim([]) as one, EsclSim([], duplex=False, model="Máy hai") as two, quiet:
        request = ListRequest(
            known=(one.uri, two.uri, dead), drivers=("escl",), discover=False, deadline_s=2.0,
            cache=cache,
        )  # fmt: skip
        begun = time.monotonic()
        found = {d.uri: d for d in list_devices(request)}
        assert time.monotonic() - begun < 20
    assert [found[u].is_reachable for u in (one.uri, two.uri, dead)] == [True, True, False]
    assert found[one.uri].as_json() == {
        "uri": one.uri,
        "name": "Testkit MFP",
        "driver": "escl",
        "sources": ["adf", "adf-duplex", "platen"],
        "dpi": [75, 150, 200, 300, 600],
        "colours": ["colour", "grey", "bw"],
    }
    assert found[two.uri].sources == (Source.ADF, Source.PLATEN)
    begun = time.monotonic()
    cached = list_devices(ListRequest(cache=cache, from_cache=True))
    assert time.monotonic() - begun < 2
    assert {d.uri: d for d in cached} == found


def test_a_broken_cache_is_an_empty_list(tmp_path):
    cache = tmp_path / "devices.json"
    for text in ("", "{", "[1]", json.dumps([{"uri": "x"}])):
        cache.write_text(text)
        assert list_devices(ListRequest(cache=cache, from_cache=True)) == []


def test_addresses_of_announced_devices():
    """Scenario 59: by number, IPv4 first, IPv6 in brackets; the device's own name is not used."""
    from zeroconf import ServiceInfo

    def info(*addresses, kind="_uscan._tcp.local.", root="eSCL"):
        return ServiceInfo(
            kind, f"M.{kind}", port=8080, server="không-có.local.",
            addresses=[socket.inet_pton(f, a) for f, a in addresses], properties={"rs": root},
        )  # fmt: skip

    four, six = (socket.AF_INET, "192.0.2.7"), (socket.AF_INET6, "2001:db8::7")
    assert announced_uris(info(six, four)) == ["escl://192.0.2.7:8080/eSCL"]
    assert announced_uris(info(six)) == ["escl://[2001:db8::7]:8080/eSCL"]
    secure = info(four, kind="_uscans._tcp.local.", root="/a/b/")
    assert announced_uris(secure) == ["escls://192.0.2.7:8080/a/b"]
    assert announced_uris(info()) == []


def test_an_announced_device_is_found_by_itself():
    """Scenario 59, when this machine lets multicast through to itself."""
    from zeroconf import ServiceInfo, Zeroconf

    with EsclSim([], model="Máy tự báo") as device:
        try:
            zeroconf = Zeroconf()
        except OSError:
            pytest.skip("no network interface at all")
        kind = "_uscan._tcp.local."
        info = ServiceInfo(
            kind, f"Máy tự báo.{kind}", port=device.port, properties={"rs": "eSCL"},
            addresses=[socket.inet_aton("127.0.0.1")], server="may.local.",
        )  # fmt: skip
        try:
            zeroconf.register_service(info)
            with Zeroconf() as other:  # what another program of this machine hears
                heard = other.get_service_info(kind, info.name, timeout=3000)
            found = list_devices(ListRequest(drivers=("escl",), deadline_s=3.0))
        finally:
            zeroconf.close()
    if heard is None:
        pytest.skip("multicast does not come back to this machine")
    assert device.uri in {d.uri for d in found}
