"""A SeaweedFS of our own: one process with an S3 door on loopback, in a temporary folder."""

import contextlib
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

KEY, SECRET = "officekey", "officesecret"
_IDENTITIES = {
    "identities": [
        {
            "name": "office",
            "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
            "actions": ["Admin", "Read", "Write", "List"],
        }
    ]
}
_OFFSET = 10_000  # its gRPC ports lie so far above the HTTP ones


def _free_ports(count: int) -> list[int]:
    found: list[int] = []
    port = 20_000 + (int(time.time() * 1000) % 9_000)
    while len(found) < count:
        port += 1
        with contextlib.suppress(OSError), socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", port))
            other.bind(("127.0.0.1", port + _OFFSET))
            found.append(port)
    return found


@contextlib.contextmanager
def running_seaweed() -> Iterator[str]:
    """A running store; gives the address of an empty bucket as ``[papers] url`` takes it."""
    folder = Path(tempfile.mkdtemp(prefix="seaweed-"))
    config = folder / "s3.json"
    config.write_text(json.dumps(_IDENTITIES))
    master, volume, filer, s3 = _free_ports(4)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [
                Path(sys.executable).parent / "weed", "server", f"-dir={folder}", "-ip=127.0.0.1",
                "-ip.bind=127.0.0.1", f"-master.port={master}", f"-volume.port={volume}", "-filer",
                f"-filer.port={filer}", "-s3", f"-s3.port={s3}", f"-s3.config={config}",
                "-master.volumeSizeLimitMB=64", "-volume.max=200", "-master.telemetry=false",
                "-s3.port.iceberg=0", "-s3.port.lance=0",
            ],
            stdout=log, stderr=log, cwd=folder,
        )  # fmt: skip
    try:
        url = f"s3+http://{KEY}:{SECRET}@127.0.0.1:{s3}/papers"
        _wait(process, s3, folder / "log")
        yield url
    finally:
        process.kill()  # asked to end it takes longer than a quarter of a minute; what it holds goes anyway
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    store = S3Store(
        "papers", endpoint=f"http://127.0.0.1:{port}", access_key_id=KEY, secret_access_key=SECRET,
        region="us-east-1", client_options={"allow_http": True}, virtual_hosted_style_request=False,
        retry_config={"max_retries": 0},
    )  # fmt: skip
    deadline = time.monotonic() + 150
    while True:
        try:
            obstore.put(store, "ready", b"1")
            obstore.delete(store, "ready")
        except (BaseError, OSError):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(log.read_text(errors="replace")[-3000:]) from None
            time.sleep(0.2)
        else:
            return
