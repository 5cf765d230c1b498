"""Drives the program as a script does: one process a command, JSON out, exit codes."""

import json
from pathlib import Path

from tests.kit.warm_command import run_warm


class Cli:
    """Commands against one profile."""

    def __init__(self, profile: Path) -> None:
        self.profile = profile

    def __call__(self, *arguments, stdin: str = "", exit_code: int | None = 0, **env: str):
        """Run one command; gives its JSON lines (one object when there is one line)."""
        words = [*map(str, arguments), "--json", "--profile", str(self.profile)]
        done = run_warm(words, stdin=stdin, timeout=120, env=env)
        assert "Traceback" not in done.stdout + done.stderr, done.stderr
        if exit_code is not None:
            assert done.returncode == exit_code, (done.returncode, done.stdout, done.stderr)
        lines = [json.loads(line) for line in done.stdout.splitlines() if line.strip()]
        return lines[0] if len(lines) == 1 else lines

    def step(
        self,
        step: str,
        act: str,
        code: str = "",
        *,
        as_: str,
        pin: str = "",
        exit_code=0,
        env=None,
        **values,
    ):
        """One act of one step."""
        path = self.profile / "input.json"
        path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
        more = ["--pin-stdin"] if pin else []
        wanted = [code] if code else []
        return self(
            "step",
            step,
            act,
            *wanted,
            "--as",
            as_,
            "--input",
            path,
            *more,
            stdin=pin + "\n" if pin else "",
            exit_code=exit_code,
            **(env or {}),
        )
