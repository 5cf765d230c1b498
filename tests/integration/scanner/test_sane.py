"""scanimage under supervision: SANE's own virtual scanner, and programs that misbehave."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scanner import AcquireRequest, CancelFlag, DriverOptions, Ended, PageStored, Source, acquire
from scanner.drivers.sane_words import Run
from tests.kit.scanner import pages
from tests.kit.scanner.escl_sim import EsclSim
from tests.kit.scanner.sane_env import has_airscan, has_scanimage, sane_airscan, sane_test_device

pytestmark = [
    pytest.mark.scanner,
    pytest.mark.skipif(not has_scanimage(), reason="scanimage is not installed"),
]
ADF = {"source": Source.ADF}


def scan(folder, inspector, config, **more):
    more.setdefault("dpi", 75)
    options = DriverOptions(sane_config=config, **more.pop("options", {}))
    heard = more.pop("progress", lambda _: None)
    cancel = more.pop("cancel", None)
    device = more.pop("device", "sane:test:0")
    request = AcquireRequest(device=device, out=folder, options=options, **more)
    return acquire(request, progress=heard, cancel=cancel, inspector=inspector)


def test_ten_sheets_at_300_dpi(tmp_path, inspector):
    """Scenario 1."""
    with sane_test_device() as config:
        result = scan(tmp_path, inspector, config, dpi=300, **ADF)
    assert result.ended is Ended.DONE
    assert [p.number for p in result.pages] == list(range(1, 11))
    assert {(p.width, p.height, p.dpi, p.mime) for p in result.pages} == {
        (2480, 3507, 300, "image/jpeg")
    }


STATUSES = {
    "UNSUPPORTED": (Ended.BROKEN, "scanner.refused_by_device"),
    "CANCELLED": (Ended.CANCELLED, "scanner.cancelled_at_device"),
    "DEVICE_BUSY": (Ended.BUSY, "scanner.busy"),
    "INVAL": (Ended.BROKEN, "scanner.refused_by_device"),
    "EOF": (Ended.BROKEN, "scanner.page_broken"),
    "JAMMED": (Ended.JAM, "scanner.jam"),
    "NO_DOCS": (Ended.EMPTY, "scanner.no_paper"),
    "COVER_OPEN": (Ended.COVER, "scanner.cover_open"),
    "IO_ERROR": (Ended.BROKEN, "scanner.page_broken"),
    "NO_MEM": (Ended.BROKEN, "scanner.page_broken"),
    "ACCESS_DENIED": (Ended.BROKEN, "scanner.access_denied"),
}


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_is_told_and_the_next_scan_works(status, tmp_path, inspector):
    """Scenarios 2 and 3; a hang after an error (7 of 160 runs) costs seconds, not for ever."""
    ended, code = STATUSES[status]
    with sane_test_device(read_status_code=f"SANE_STATUS_{status}") as config:
        begun = time.monotonic()
        result = scan(tmp_path, inspector, config, **ADF)
        assert time.monotonic() - begun < 60
    assert (result.ended, result.problem.code) == (ended, code)
    assert (result.pages, result.expected_next_sheet) == ((), 1)
    with sane_test_device() as config:
        again = scan(tmp_path, inspector, config, source=Source.PLATEN)
    assert (again.ended, len(again.pages)) == (Ended.DONE, 1)


@pytest.mark.parametrize(
    ("said", "code"),
    [("sane_start: Operation not supported", "scanner.refused_by_device"),
     ("sane_read: Invalid argument", "scanner.refused_by_device"),
     ("sane_read: Operation was cancelled", "scanner.cancelled_at_device"),
     ("sane_read: Operation was canceled", "scanner.cancelled_at_device"),
     ("sane_start: Document feeder jammed", "scanner.jam"),
     ("open of device x failed: Invalid argument", "scanner.device_unknown")],
)  # fmt: skip
def test_a_program_that_hung_after_its_message_is_judged_by_the_message(said, code):
    """Killed, it has no exit code worth a look; what it had said before still holds."""
    run = Run(device="x", code=-9, said=f"scanimage: {said}\n", is_feeder=True)
    _ended, problem = run.verdict()
    assert problem.code == code


def program(folder, body) -> str:
    """A scanimage of our own."""
    path = folder / "scanimage"
    path.write_text(f"#!{sys.executable}\n{body}")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


_OFFERS = """
import os, sys, time, signal, shutil
if "--all-options" in sys.argv:
    print("    --source Flatbed|ADF [Flatbed]")
    print("    --resolution 75|150|300dpi [75]")
    sys.exit(0)
batch = next(a for a in sys.argv if a.startswith("--batch=")).split("=", 1)[1]
def page(number):
    shutil.copy(os.environ["TEST_PAGE"], batch % number)
    print(batch % number, flush=True)
"""


@pytest.fixture
def one_page(tmp_path, monkeypatch):
    from PIL import Image

    file = tmp_path / "page.tif"
    Image.effect_noise((620, 877), 40).convert("RGB").save(file, dpi=(75, 75))
    monkeypatch.setenv("TEST_PAGE", str(file))
    return file


def test_a_driver_that_hangs_is_replaced(one_page, tmp_path, inspector):
    """Scenario 4: it ignores the interrupt too; pages so far are safe."""
    tool = program(
        tmp_path,
        _OFFERS
        + "signal.signal(signal.SIGINT, signal.SIG_IGN)\npage(1); page(2)\n"
        + "print('scanimage: sane_read: Error during device I/O', file=sys.stderr, flush=True)\n"
        + "time.sleep(600)\n",
    )
    begun = time.monotonic()
    options = {"scanimage": tool, "driver_silence_s": 1.0}
    result = scan(tmp_path / "out", inspector, None, options=options, **ADF)
    assert time.monotonic() - begun < 60
    assert (result.ended, len(result.pages), result.expected_next_sheet) == (Ended.BROKEN, 2, 3)


def test_a_driver_that_dies_in_a_page(one_page, tmp_path, inspector):
    """Scenario 5: the page is named as missing, earlier ones are whole, the next run works."""
    tool = program(
        tmp_path,
        _OFFERS + "page(1)\nprint('Progress: 40.0%', file=sys.stderr, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n",
    )
    result = scan(tmp_path / "out", inspector, None, options={"scanimage": tool}, **ADF)
    assert (result.ended, len(result.pages), result.expected_next_sheet) == (Ended.BROKEN, 1, 2)
    tool = program(tmp_path, _OFFERS + "page(1)\n")
    again = scan(tmp_path / "out", inspector, None, options={"scanimage": tool}, **ADF)
    assert again.ended is Ended.DONE


def test_an_exit_of_zero_is_not_believed(one_page, tmp_path, inspector):
    """An empty file under its final name and exit 0: what a full disk looks like."""
    tool = program(
        tmp_path, _OFFERS + "page(1)\nopen(batch % 2, 'w')\nprint(batch % 2, flush=True)\n"
    )
    result = scan(tmp_path / "out", inspector, None, options={"scanimage": tool}, **ADF)
    assert (result.ended, len(result.pages), result.expected_next_sheet) == (Ended.BROKEN, 1, 2)


def test_cancel_ends_the_program(tmp_path, inspector):
    flag, stored = CancelFlag(), []

    def press(event):
        if isinstance(event, PageStored):
            stored.append(event)
            flag.cancel()

    with sane_test_device(read_delay=True, read_delay_duration=2000) as config:
        begun = time.monotonic()
        result = scan(tmp_path, inspector, config, cancel=flag, progress=press, **ADF)
    assert result.ended is Ended.CANCELLED
    assert len(result.pages) >= 1
    assert time.monotonic() - begun < 60


@pytest.mark.skipif(not has_airscan(), reason="sane-airscan is not installed")
@pytest.mark.parametrize(
    ("fault", "code", "arrived"),
    [("", 0, 5), ("wait:1", 0, 5), ("jam@3", 6, 2), ("door@2", 8, 1), ("empty409", 7, 0),
     ("drop@2:20000", 9, 1), ("zero@2", 9, 1), ("uuidcolon", 0, 5), ("end409", 0, 5)],
)  # fmt: skip
def test_a_foreign_client_agrees_with_our_device(fault, code, arrived, tmp_path):
    """The simulator is not only right because its own author's client says so."""
    stack = [pages.page(pages.ident("s", n), dpi=150) for n in range(1, 6)]
    with EsclSim(stack, [fault] if fault else []) as device, sane_airscan(device.url) as config:
        run = subprocess.run(
            ["scanimage", "-d", "airscan:e0:Sim", "--source", "ADF", "--mode", "Color",
             "--resolution", "150", f"--batch={tmp_path}/p%d.tif", "--format=tiff"],
            env=dict(os.environ, SANE_CONFIG_DIR=str(config), LC_ALL="C.UTF-8"),
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    files = [f for f in tmp_path.glob("p*.tif") if f.stat().st_size]
    assert (run.returncode, len(files)) == (code, arrived), run.stderr


@pytest.mark.skipif(not has_airscan(), reason="sane-airscan is not installed")
def test_what_a_foreign_decoder_hides_cannot_be_seen_through_sane(tmp_path, inspector):
    """Scenario 58: sane-airscan fills a cut JPEG in silence; the bytes that would tell are gone.

    Not catchable behind SANE, which is why every eSCL device goes through our own client and the
    device list leaves SANE's eSCL backends out. The same answer is refused by our client.
    """
    whole = pages.page(pages.ident("s", 1), dpi=150)
    cut = whole[: len(whole) // 2] + b"\xff\xd9"
    with EsclSim([cut]) as device:
        with sane_airscan(device.url) as config:
            name = "sane:airscan:e0:Sim"
            through = scan(tmp_path / "a", inspector, config, device=name, dpi=150, **ADF)
        device.reload([cut])
        ours = acquire(
            AcquireRequest(device=device.uri, out=tmp_path / "b", dpi=150, **ADF),
            inspector=inspector,
        )
    assert (ours.ended, ours.pages) == (Ended.BROKEN, ())
    assert len(through.pages) == 1
    assert pages.read_id(through.pages[0].file.read_bytes()).startswith("CUT:")


def test_portable_import():
    """The module is never imported on Windows; elsewhere it says what it needs."""
    from scanner.drivers import sane

    assert "Linux only" in sane.__doc__
    assert Path(sane.__file__).read_text("utf-8").count('sys.platform != "win32"') == 1
