"""Signing and verifying in a world without any network, not even this machine's own.

What was signed with its services stays provable when nothing can be asked any more.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desk_app.practice.pki.people import USER_PIN
from signing.request import Level, Role, SignRequest
from signing.sign import sign_file
from tests.kit.signing import papers

pytestmark = pytest.mark.token

ROOT = Path(__file__).parents[3]


def cut_off(*arguments: object, said: str = "") -> list[dict]:
    """Run the program in a network name space that holds nothing; gives its lines."""
    command = ["unshare", "--net", sys.executable, "-m", "desk_app", *map(str, arguments), "--json"]
    done = subprocess.run(
        command, capture_output=True, text=True, input=said, cwd=ROOT, env={**os.environ}
    )
    assert done.stdout, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(autouse=True)
def _may_cut_off():
    """Name spaces need a kernel and rights that not every machine gives."""
    probe = shutil.which("unshare") and subprocess.run(["unshare", "--net", "true"], check=False)
    if not probe or probe.returncode:
        pytest.skip("no network name spaces here")


def test_every_level_is_proved_without_a_network(tmp_path, pki, login, tsa, trust, long_term):
    made = []
    with login("canbo1") as key:
        for level in Level:
            made.append(tmp_path / f"{level.value}.pdf")
            source = papers.pdf_a(tmp_path / "a.pdf")
            wish = SignRequest(source=source, target=made[-1], role=Role.OFFICER, level=level)
            sign_file(wish, key, tsa=tsa, trust=trust, long_term=long_term)
    found = cut_off("verify", *made, "--trust", pki.trust_folder)
    assert [line["verdict"] for line in found] == ["valid"] * len(made)
    assert [line["signatures"][0]["level"] for line in found] == [level.value for level in Level]


def test_a_paper_is_signed_and_proved_without_a_network(tmp_path, pki):
    source, target = papers.plain(tmp_path / "a.pdf"), tmp_path / "b.pdf"
    row = pki.token("canbo1")
    wish = ["sign", source, "--out", target, "--module", pki.module, "--token", row.token]
    wish += ["--cert", "canbo1", "--role", "officer", "--level", "b-b", "--pin-stdin"]
    (line,) = cut_off(*wish, "--trust", pki.trust_folder, said=f"{USER_PIN}\n")
    assert line["level"] == "b-b"
    (found,) = cut_off("verify", target, "--trust", pki.trust_folder)
    assert found["verdict"] == "valid"
    stamped = [*wish[:-2], "b-t", "--pin-stdin", "--tsa", pki.tsa_url]
    (refused,) = cut_off(*stamped, "--trust", pki.trust_folder, said=f"{USER_PIN}\n")
    assert refused["error"]["code"] == "signing.tsa_unreachable"
