"""`desk-app scan devices` and `scan acquire` as a stranger would try them."""

from __future__ import annotations

import json
import socketserver
import threading

import pytest
from typer.testing import CliRunner

from desk_app.cli.main import app
from tests.kit.scanner import pages
from tests.kit.scanner.documents import pdf_of, tiff_of
from tests.kit.scanner.escl_sim import EsclSim
from tests.kit.scanner.sane_env import sane_test_device

pytestmark = [pytest.mark.scanner, pytest.mark.xdist_group("scan_cli")]
PAGE_KEYS = {"file", "sha256", "width", "height", "dpi", "blank", "codes"}


def desk_app(*arguments):
    """Exit code, the object on standard output, and the words on standard error."""
    run = CliRunner().invoke(app, ["scan", *map(str, arguments), "--json"])
    return run.exit_code, json.loads(run.stdout), run.stderr


@pytest.fixture
def mfp():
    stack = [pages.page(pages.ident("c", n), dpi=150) for n in (1, 2, 3)]
    with EsclSim(stack) as device:
        yield device


def test_a_stack_over_escl_into_a_vietnamese_folder(mfp, tmp_path):
    out = tmp_path / "Thư mục quét số 1"
    code, answer, said = desk_app("acquire", "--device", mfp.uri, "--out", out)
    assert (code, answer["ended"], answer["expected_next_sheet"]) == (0, "done", None)
    assert set(answer) == {"pages", "ended", "expected_next_sheet"}
    assert [set(page) for page in answer["pages"]] == [PAGE_KEYS] * 3
    assert [line.split(":")[0] for line in said.splitlines()] == ["1", "2", "3"]


def test_a_stack_over_sane(tmp_path, monkeypatch):
    with sane_test_device() as config:
        monkeypatch.setenv("SANE_CONFIG_DIR", str(config))
        code, answer, _ = desk_app(
            "acquire", "--device", "sane:test:0", "--out", tmp_path, "--source", "adf",
            "--dpi", "75",
        )  # fmt: skip
    assert (code, answer["ended"], len(answer["pages"])) == (0, "done", 10)


def test_a_folder_of_a_copier(tmp_path, monkeypatch):
    """A PDF of several pages, a TIFF of several pages, and half a JPEG among them."""
    import importlib
    import io
    from dataclasses import replace

    from PIL import Image

    images = [pages.page(pages.ident("m", n), dpi=150) for n in (1, 2)]
    acquire = importlib.import_module("scanner.acquire")  # its name is also a function of scanner
    opened = acquire.open_driver
    hasty = {"quiet_s": 1.0, "unfinished_s": 4.0}
    monkeypatch.setattr(
        acquire, "open_driver", lambda uri, options: opened(uri, replace(options, **hasty))
    )
    box = tmp_path / "MFP hộp thư"
    box.mkdir()
    (box / "Đơn đề nghị (2).pdf").write_bytes(pdf_of(images))
    (box / "quét 7.tif").write_bytes(tiff_of([Image.open(io.BytesIO(data)) for data in images]))
    (box / "cụt.jpg").write_bytes(images[0][:30_000])
    code, answer, said = desk_app("acquire", "--device", f"folder:{box}", "--out", tmp_path / "out")
    assert (code, answer["ended"], len(answer["pages"])) == (2, "broken", 4)
    assert "cụt.jpg" in said
    assert (box / "cụt.jpg").exists()
    assert len(list((box / "da-nhan").iterdir())) == 2


def test_an_empty_feeder_is_nothing_to_do(tmp_path):
    with EsclSim([], ["empty"]) as device:
        code, answer, said = desk_app(
            "acquire", "--device", device.uri, "--out", tmp_path, "--source", "adf"
        )
    assert (code, answer) == (3, {"pages": [], "ended": "empty", "expected_next_sheet": 1})
    assert "[scanner.no_paper]" in said


@pytest.mark.parametrize(
    ("uri", "exit_code", "error"),
    [
        ("foo:bar", 64, "scanner.uri_invalid"),
        ("", 64, "scanner.uri_invalid"),
        ("escl://", 64, "scanner.uri_invalid"),
        ("escl://127.0.0.1:99999/eSCL", 64, "scanner.uri_invalid"),
        ("escl://host:abc/eSCL", 64, "scanner.uri_invalid"),
        ("wia:x", 2, "scanner.driver_missing"),
    ],
)
def test_addresses_that_cannot_be(uri, exit_code, error, tmp_path):
    code, answer, _ = desk_app("acquire", "--device", uri, "--out", tmp_path)
    assert (code, answer["error"]["code"]) == (exit_code, error)


@pytest.mark.parametrize(
    ("uri", "words"),
    [
        ("escl://[::1]:9/eSCL", "scanner.offline"),
        ("escl://[fe80::1%25lo]:9/eSCL", "scanner.offline"),
        ("folder:/no/such", "scanner.offline"),
        ("camera:97", "scanner.offline"),
        ("sane:nosuch", "scanner.device_unknown"),
    ],
)
def test_devices_that_are_not_there(uri, words, tmp_path):
    code, answer, said = desk_app("acquire", "--device", uri, "--out", tmp_path)
    assert (code, answer) == (2, {"pages": [], "ended": "offline", "expected_next_sheet": 1})
    assert f"[{words}]" in said


@pytest.mark.parametrize(
    ("options", "exit_code", "error"),
    [
        (["--dpi", "37"], 1, "scanner.setting_not_offered"),
        (["--dpi", "-5"], 64, "usage.scan_dpi"),
        (["--source", "sideways"], 64, "usage.scan_option"),
        (["--colour", "pink"], 64, "usage.scan_option"),
    ],
)
def test_settings_that_cannot_be(options, exit_code, error, mfp, tmp_path):
    code, answer, _ = desk_app("acquire", "--device", mfp.uri, "--out", tmp_path, *options)
    assert (code, answer["error"]["code"]) == (exit_code, error)
    assert mfp.delivered == []


def test_a_place_that_takes_no_pages_is_refused_before_feeding(mfp, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    code, answer, _ = desk_app("acquire", "--device", mfp.uri, "--out", tmp_path / "file")
    assert (code, answer["error"]["code"]) == (2, "scanner.tray_unwritable")
    assert mfp.delivered == []


class Garbage(socketserver.BaseRequestHandler):
    """Answers whatever comes with the bytes of its server."""

    def handle(self):
        self.request.recv(4096)
        self.request.sendall(self.server.answer)


@pytest.mark.parametrize(
    "answer",
    [bytes(range(256)) * 20, b"HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n<html></html>", b""],
    ids=["binary", "html", "silence"],
)
def test_a_device_that_answers_garbage(answer, tmp_path):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Garbage) as server:
        server.answer = answer
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        uri = f"escl://127.0.0.1:{server.server_address[1]}/eSCL"
        code, said, words = desk_app("acquire", "--device", uri, "--out", tmp_path)
        server.shutdown()
    assert (code, said["pages"], said["expected_next_sheet"]) == (2, [], 1)
    assert said["ended"] in {"broken", "offline"}
    assert len(words) < 1000


def test_the_list_of_devices(mfp):
    code, found, _ = desk_app("devices", "--device", mfp.uri)
    ours = next(device for device in found if device["uri"] == mfp.uri)
    assert code == 0
    assert ours == {
        "uri": mfp.uri,
        "name": "Testkit MFP",
        "driver": "escl",
        "sources": ["adf", "adf-duplex", "platen"],
        "dpi": [75, 150, 200, 300, 600],
        "colours": ["colour", "grey", "bw"],
    }


def test_a_rubbish_address_in_the_list_is_bad_usage():
    code, answer, _ = desk_app("devices", "--device", "rubbish")
    assert (code, answer["error"]["code"]) == (64, "scanner.uri_invalid")
