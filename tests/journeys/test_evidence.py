"""A signed evidence package as a court would meet it: written and judged by commands of their own."""

import json
import os
import subprocess
import sys
import zipfile

import pytest

from desk_app.practice.demo import DemoRun
from desk_app.practice.pki.people import USER_PIN
from resources.evidence import verify_package as package
from tests.journeys.cli import Cli

pytestmark = [pytest.mark.journey, pytest.mark.token, pytest.mark.xdist_group("journey")]


@pytest.fixture(scope="module")
def exported(desk, office, tmp_path_factory):
    """A dossier received at the counter, its package signed by the officer's token."""
    run = DemoRun(desk=desk, office=office, say=lambda text: None)
    run.intake()
    out = tmp_path_factory.mktemp("gói") / "gói bằng chứng.zip"
    cli = Cli(office.profile.folder)
    made = cli(
        "export", run.code, "--out", out, "--as", "canbo1", "--pin-stdin", stdin=USER_PIN + "\n"
    )
    assert made["signed"] is True
    return cli, out


def test_the_officers_signature_on_the_statement_is_judged(exported):
    cli, out = exported
    told = cli("verify-package", out)
    assert (told["verdict"], told["statement"]["verdict"]) == ("valid", "valid"), told
    assert len(told["statement"]["signers"]) == 1


def test_without_anybody_to_trust_the_statement_is_not_judged(exported):
    _, out = exported
    done = subprocess.run(
        [sys.executable, "-m", "desk_app", "verify-package", out, "--json"],
        capture_output=True,
        text=True,
        env={k: v for k, v in os.environ.items() if k != "DESK_PROFILE"},
    )
    told = json.loads(done.stdout)
    assert (done.returncode, told["verdict"]) == (0, "valid")
    assert told["statement"]["verdict"] == "not_judged"


def test_a_signer_whom_nobody_knows_makes_no_valid_package(exported, tmp_path):
    """A forger's own certificate signs as well as any other; only trust tells them apart."""
    cli, out = exported
    stranger = tmp_path / "trust"
    stranger.mkdir()
    told = cli("verify-package", out, "--trust", stranger, exit_code=None)
    assert told.get("verdict", "error") != "valid", told


def test_a_statement_changed_behind_its_signature_is_found(exported, tmp_path):
    cli, out = exported
    with zipfile.ZipFile(out) as found:
        data = {each.filename: found.read(each) for each in found.infolist()}
    manifest = json.loads(data.pop(package.MANIFEST))
    signed = bytearray(data[package.SIGNED])
    signed[signed.index(b"stream\n") + 20] ^= 1
    data[package.SIGNED] = bytes(signed)
    rows = {row["name"]: row for row in manifest["items"]}
    manifest["items"] = [rows[name] | package.item(name, body) for name, body in data.items()]
    forged = tmp_path / "giả.zip"
    with forged.open("wb") as file:
        package.write_package(file, manifest, data.__getitem__)
    assert package.check_package(forged).verdict == "valid", "every byte follows from the manifest"
    told = cli("verify-package", forged, exit_code=1)
    assert told["first_damaged"] == package.SIGNED
    assert told["reasons"] == ["evidence.statement_invalid"]
