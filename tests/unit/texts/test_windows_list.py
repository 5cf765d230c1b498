"""The page that says which tests do not run on Windows says what is so."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_every_test_left_out_is_named_with_its_reason():
    chosen = tomllib.loads((ROOT / "tests/windows/left_out.toml").read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "windows-tests.md").read_text(encoding="utf-8")
    for path, reason in chosen["left_out"].items():
        file, _, name = path.partition("::")
        assert (ROOT / file).exists(), path
        assert not name or f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), path
        assert f"| `{path}` | {reason} |" in page
    rows = [line for line in page.splitlines() if line.startswith("| `tests/")]
    assert len(rows) == len(chosen["left_out"])
