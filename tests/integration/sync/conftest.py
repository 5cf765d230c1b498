"""A practice province for this folder's tests, and small ways to talk to it."""

import hashlib
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desk_app.practice.province import RunningProvince
from tests.kit.sync.warm_province import start_warm_province


class Province:
    """A running province with the questions the tests ask."""

    def __init__(self, running: RunningProvince, folder: Path) -> None:
        self.running = running
        self.folder = folder

    @property
    def url(self) -> str:
        return self.running.url

    def call(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.url + path,
            data=data,
            method=method,
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=120) as answer:
            raw = answer.read()
        return json.loads(raw) if raw else None

    def dossier(self, dossier_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.call("GET", f"/v1/dossiers/{dossier_id}")
        return found

    def has(self, dossier_id: str) -> bool:
        try:
            self.dossier(dossier_id)
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise
            return False
        return True

    def blob(self, digest: str) -> bytes:
        with urllib.request.urlopen(f"{self.url}/v1/blobs/{digest}", timeout=20) as answer:
            content: bytes = answer.read()
        return content

    def fault(self, *rules: dict[str, Any]) -> None:
        self.call("POST", "/v1/test/faults", list(rules))

    def calm(self) -> dict[str, int]:
        struck: dict[str, int] = self.call("DELETE", "/v1/test/faults")["struck"]
        return struck

    def counts(self) -> dict[str, int]:
        found: dict[str, int] = self.call("GET", "/v1/test/counts")
        return found

    def events(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        after = ""
        while True:
            page = self.call("GET", "/v1/changes" + (f"?after={after}" if after else ""))
            found += page["events"]
            if not page["events"]:
                return found
            after = page["next"]

    def assert_files(self, dossier_id: str, files: dict[str, bytes]) -> None:
        """I3: every file is there, byte for byte."""
        held = {row["name"]: row["sha256"] for row in self.dossier(dossier_id)["files"]}
        for name, content in files.items():
            assert held[name] == hashlib.sha256(content).hexdigest()
            assert self.blob(held[name]) == content

    def restart(self) -> None:
        port = self.running.port
        self.running.kill()
        self.running = start_warm_province(self.folder, port)


@pytest.fixture(scope="module")
def shared_province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    folder = tmp_path_factory.mktemp("Tỉnh thực hành")
    province = Province(start_warm_province(folder), folder)
    yield province
    province.running.stop()


@pytest.fixture
def province(shared_province: Province) -> Iterator[Province]:
    """The module's province with all switches off before and after."""
    shared_province.calm()
    yield shared_province
    if shared_province.running.is_running:
        shared_province.calm()


@pytest.fixture
def own_province(tmp_path: Path) -> Iterator[Province]:
    """A province of this test alone, to be killed."""
    folder = tmp_path / "tỉnh"
    province = Province(start_warm_province(folder), folder)
    yield province
    province.running.stop()
