"""Bad input: each gives its sentence and a stable code, and loses nothing."""

import shutil
import socket
import subprocess

import pytest

from desk_app import bootstrap
from desk_app.domain.errors import ConflictError
from desk_app.practice.profile import new_practice_profile
from desk_app.practice.specimens import draw_specimens
from desk_app.texts import Texts
from tests.journeys.cli import Cli

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("bad_input")]


@pytest.fixture(scope="module")
def profile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    new_practice_profile(folder, now=bootstrap.wall_clock().now())
    draw_specimens(folder / "specimens")
    return folder


@pytest.fixture(scope="module")
def cli(profile):
    return Cli(profile)


@pytest.fixture
def dossier(cli):
    return cli.step("intake", "new", as_="canbo1", procedure="birth_registration")["dossier_id"]


def refused(answer, code):
    """The error of the contract, with a Vietnamese sentence of three parts in the catalogue."""
    error = answer["error"]
    assert error["code"] == code, error
    message = Texts("vi").message(code, error["facts"])
    assert message.title in error["message"]
    assert message.body
    assert message.action


def unchanged(cli, dossier, version):
    shown = cli("dossier", "show", dossier)
    assert shown["version"] == version
    assert cli("dossier", "verify", dossier)["whole"] is True


def test_a_page_that_is_no_page(cli, dossier, tmp_path):
    path = tmp_path / "giấy tờ.jpg"
    path.write_text("đây không phải là ảnh")
    answer = cli.step(
        "intake",
        "digitise",
        dossier,
        as_="canbo1",
        component="declaration",
        files=[str(path)],
        exit_code=None,
    )
    assert answer["error"]["code"].startswith("scanner.")
    assert "Đã" in answer["error"]["message"] or answer["error"]["message"]
    unchanged(cli, dossier, 1)


def test_a_corrupt_pdf(cli, dossier, tmp_path):
    path = tmp_path / "hỏng.pdf"
    path.write_bytes(b"%PDF-1.7\n1 0 obj <</Type/Catalog" + bytes(500))
    answer = cli.step(
        "intake",
        "digitise",
        dossier,
        as_="canbo1",
        component="declaration",
        files=[str(path)],
        exit_code=None,
    )
    assert answer["error"]["code"].startswith("scanner.")
    unchanged(cli, dossier, 1)


def test_a_missing_language_model(cli, profile, dossier, tmp_path):
    page = profile / "specimens" / "birth_declaration-1.jpg"
    cli.step(
        "intake", "digitise", dossier, as_="canbo1", component="declaration", files=[str(page)]
    )
    settings = profile / "profile.toml"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(before + f'\n[recognition]\ntessdata = "{tmp_path}"\n', encoding="utf-8")
    try:
        answer = cli.step(
            "intake", "read", dossier, as_="canbo1", component="declaration", exit_code=2
        )
    finally:
        settings.write_text(before, encoding="utf-8")
    refused(answer, "recognition.model_missing")
    unchanged(cli, dossier, 2)


def test_no_scanner(cli, dossier):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    answer = cli.step(
        "intake",
        "scan",
        dossier,
        as_="canbo1",
        component="declaration",
        device=f"escl://127.0.0.1:{port}/eSCL",
        exit_code=None,
    )
    assert answer["error"]["code"].startswith("scanner.")
    unchanged(cli, dossier, 1)


def test_a_wrong_pin_is_one_attempt(cli, profile, dossier):
    page = profile / "specimens" / "birth_declaration-1.jpg"
    cli.step(
        "intake", "digitise", dossier, as_="canbo1", component="declaration", files=[str(page)]
    )
    answer = cli.step(
        "intake", "sign_components", dossier, as_="canbo1", pin="00000000", exit_code=1
    )
    refused(answer, "signing.pin_incorrect")
    unchanged(cli, dossier, 2)


def test_a_province_that_is_down(cli, profile):
    settings = profile / "profile.toml"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(
        before.replace('url = ""\ntarget', 'url = "http://127.0.0.1:9"\ntarget'), encoding="utf-8"
    )
    try:
        answer = cli("sync", "--once", exit_code=None)
    finally:
        settings.write_text(before, encoding="utf-8")
    assert answer["sent"] == 0
    assert answer["stopped"]["code"] == "sync.unreachable" or answer["waiting"] == 0


def test_a_full_disk(profile, tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", small], check=False
    ).returncode:
        pytest.skip("no right to mount a small disk")
    try:
        new_practice_profile(small / "desk", now=bootstrap.wall_clock().now())
        cli = Cli(small / "desk")
        key = cli.step("intake", "new", as_="canbo1", procedure="birth_registration")["dossier_id"]
        free = shutil.disk_usage(small).free
        (small / "ballast").write_bytes(bytes(free - 200_000))
        page = profile / "specimens" / "birth_declaration-1.jpg"
        answer = cli.step(
            "intake",
            "digitise",
            key,
            as_="canbo1",
            component="declaration",
            files=[str(page)],
            exit_code=2,
        )
        # Pages on their way lie in the profile too: its disk is the one that is full.
        refused(answer, "scanner.no_space")
        (small / "ballast").unlink()
        assert cli("dossier", "verify", key)["whole"] is True
        assert not list((small / "desk").rglob("*.part"))
        cli.step(
            "intake", "digitise", key, as_="canbo1", component="declaration", files=[str(page)]
        )
    finally:
        subprocess.run(["umount", small], check=True)


def test_a_second_window_on_one_profile(profile):
    with bootstrap.single_instance(profile):
        with pytest.raises(ConflictError) as refusal, bootstrap.single_instance(profile):
            pass
        assert refusal.value.code == "profile.in_use"
    with bootstrap.single_instance(profile):
        pass


def test_unknown_officer_unknown_dossier_unknown_act_and_unknown_field(cli, dossier):
    refused(cli.step("intake", "new", as_="nobody", procedure="x", exit_code=1), "staff.unknown")
    refused(
        cli.step("appraise", "submit", "H00-260101-0001", as_="canbo2", exit_code=1),
        "dossier.not_found",
    )
    refused(cli.step("intake", "fly", dossier, as_="canbo1", exit_code=64), "usage.unknown_act")
    refused(
        cli.step("intake", "mark", dossier, as_="canbo1", colour="red", exit_code=64),
        "usage.unknown_input",
    )
    refused(cli.step("intake", "receive", dossier, as_="canbo2", exit_code=1), "workflow.role")
    refused(
        cli.step("intake", "receive", dossier, as_="canbo1", exit_code=1),
        "rule.components_complete",
    )
