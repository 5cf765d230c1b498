"""`desk-app read` as a program: what it refuses, and how."""

import json
import subprocess
import sys

from scanner.recognition import document_types


def test_a_kind_of_paper_that_is_none_is_refused_before_anything_is_read(tmp_path):
    paper = tmp_path / "to-khai.jpg"
    paper.write_bytes(b"any")
    program = [sys.executable, "-m", "desk_app", "read", "--json", "--type", "giay_khai_snh"]
    done = subprocess.run(
        [*program, str(paper)], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 64
    (line,) = [line for line in (done.stdout + done.stderr).splitlines() if line.startswith("{")]
    error = json.loads(line)["error"]
    assert error["code"] == "usage.paper_type"
    assert "giay_khai_snh" in error["message"]
    assert all(name in error["message"] for name in document_types())
