"""A bare Debian with git and sudo alone: the README's demo ends 0, twice, and outsiders accept its papers."""

import json
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.kit.bare_root import BareRoot
from tests.kit.pdf_parts import signed_parts

pytestmark = [pytest.mark.long, pytest.mark.timeout(3600)]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", params=["bookworm"])
def bare(request, tmp_path_factory):
    """A minimal system of that release with a clone of this repository in it."""
    with BareRoot(tmp_path_factory.mktemp("bare") / "root", request.param) as root:
        root.clone(ROOT, "/srv/desk")
        yield root


def test_the_demo_from_nothing_and_again(bare, tmp_path):
    for attempt, limit in (("first", 600), ("second", 60)):
        begun = time.monotonic()
        done = bare.run(f"cd /srv/desk && ./desk demo --headless --out /srv/out-{attempt}")
        assert done.returncode == 0, done.stderr[-3000:]
        report = json.loads(done.stdout)
        assert report["state"] == "RETURNED"
        assert [step["step"] for step in report["steps"]] == [
            "intake",
            "appraise",
            "approve",
            "agency_sign",
            "return_result",
        ]
        assert report["province"]["acknowledged"] is True
        print(f"{attempt}: {time.monotonic() - begun:.0f} s (goal {limit} s)")
        papers = sorted((bare.folder / f"srv/out-{attempt}").glob("*.pdf"))
        assert len(papers) >= len(report["files"]) > 0
        for paper in papers:
            accepted_outside(paper, tmp_path)


def accepted_outside(paper: Path, scratch: Path) -> None:
    """qpdf, pdfsig and openssl accept a paper and each of its signatures."""
    subprocess.run(["qpdf", "--check", paper], check=True, capture_output=True)
    for number, (signed, cms) in enumerate(signed_parts(paper.read_bytes())):
        signature, content = scratch / f"{number}.der", scratch / f"{number}.bin"
        signature.write_bytes(cms)
        content.write_bytes(signed)
        asked = ["openssl", "cms", "-verify", "-noverify", "-binary", "-inform", "DER"]
        subprocess.run(
            [*asked, "-in", signature, "-content", content, "-out", scratch / "out"],
            check=True,
            capture_output=True,
        )
    if shutil.which("pdfsig") and b"/ByteRange" in paper.read_bytes():
        said = subprocess.run(["pdfsig", "-nocert", paper], capture_output=True, text=True).stdout
        assert "Signature is Invalid" not in said
        assert "Signature is Valid" in said
