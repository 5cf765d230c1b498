"""Speed and size of acquisition: `./desk bench scan`.

Ratios against a bare byte-sink of the same device stream, or against a limit. The device is the
simulator in a process of its own; pages are synthetic A4 at 300 dpi in colour.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import aiohttp

from scanner import (
    AcquireRequest,
    CancelFlag,
    DriverOptions,
    Inspector,
    ListRequest,
    PageArriving,
    PageInspected,
    Source,
    Tray,
    acquire,
    list_devices,
)
from scanner.devices import SourceCapabilities, Ticket
from scanner.drivers.escl_protocol import write_ticket
from tests.bench._scan_figures import Figures
from tests.kit.scanner import pages
from tests.kit.scanner.device_process import device
from tests.kit.scanner.sane_env import has_scanimage, sane_test_device


def main(argv: list[str]) -> int:
    """Run the benchmarks; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="bench scan", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, default=20, help="pages of the timed stacks")
    parser.add_argument("--sides", type=int, default=200, help="sides of the memory stack")
    parser.add_argument("--feed-s", type=float, default=0.5, help="device time of a side")
    given = parser.parse_args(argv)
    figures = Figures("scan")
    images = [pages.page(pages.ident("b", n), seed=given.seed) for n in range(1, 6)]
    with Inspector() as inspector, tempfile.TemporaryDirectory(prefix="bench-") as folder:
        inspector.warm_up()
        _warm(images[0], inspector, Path(folder, "warm"))
        _overhead(figures, images, given, inspector, Path(folder))
        _cpu(figures, images, given, inspector, Path(folder, "cpu"))
        _memory(figures, images, given.sides, inspector, Path(folder, "memory"))
        _cancel(figures, images, inspector, Path(folder, "cancel"))
        _lists(figures, images, Path(folder))
    return figures.end()


def _warm(image, inspector, folder):
    with device([image]) as (uri, _):
        _acquire(uri, inspector, folder)


def _acquire(uri, inspector, folder, **more):
    request = AcquireRequest(device=uri, out=folder, source=Source.ADF)
    return acquire(request, inspector=inspector, **more)


def _overhead(figures, images, given, inspector, folder):
    repeat = max(1, given.pages // len(images))
    count = repeat * len(images)
    seen: list[tuple[int, float]] = []
    with device(images, repeat, page_delay=given.feed_s) as (uri, _):
        bare = asyncio.run(_sink("http" + uri.removeprefix("escl")))
    with device(images, repeat, page_delay=given.feed_s) as (uri, times):
        begun = time.monotonic()
        result = _acquire(
            uri, inspector, folder / "overhead",
            progress=lambda e: isinstance(e, PageInspected)
            and seen.append((e.page.number, time.monotonic())),
        )  # fmt: skip
        took = time.monotonic() - begun
        left = times()
    assert len(result.pages) == count == len(seen), result
    over = (took - bare) / count * 1000
    figures.add(
        "overhead per page over a byte-sink", over, "ms", 100, peer="bare byte-sink",
        peer_value=bare / count * 1000, ratio=took / bare,
        met=over <= 100 or took / bare <= 1.02,
    )  # fmt: skip
    late = sorted((at - left[number - 1]) * 1000 for number, at in seen)
    figures.add("last byte to thumbnail, median", statistics.median(late), "ms", 100)
    figures.add("last byte to thumbnail, p95", late[int(len(late) * 0.95) - 1], "ms", 150)


async def _sink(base) -> float:
    """Take every page of a feeder load and throw it away."""
    offered = SourceCapabilities(source=Source.ADF, dpi=(300,), colours=())
    ticket = write_ticket(Ticket(dpi=300), offered, "image/jpeg")
    begun = time.monotonic()
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{base}/ScanJobs", data=ticket) as answer:
            job = answer.headers["Location"]
        while True:
            async with session.get(f"{job}/NextDocument") as answer:
                if answer.status != 200:
                    return time.monotonic() - begun
                async for _part in answer.content.iter_any():
                    pass


def _cpu(figures, images, given, inspector, folder):
    """CPU of the inspector's process, and of this one with line, hash, disk and ledger."""
    repeat = max(1, given.pages // len(images))
    with device(images, repeat) as (uri, _):
        child, own = _cpu_of(inspector.pid), time.process_time()
        result = _acquire(uri, inspector, folder)
        child, own = _cpu_of(inspector.pid) - child, time.process_time() - own
    count = len(result.pages)
    bare = _decoding(images)
    figures.add(
        "ingest chain, CPU of the inspector per page", child / count * 1000, "ms", 70,
        peer="decoding the JPEG alone", peer_value=bare, ratio=child / count * 1000 / bare,
    )  # fmt: skip
    figures.add("line, store and ledger, CPU per page", own / count * 1000, "ms", 30)


def _decoding(images) -> float:
    """CPU of decoding a page and nothing else, in ms: how fast this machine is just now."""
    import cv2
    import numpy as np

    cv2.setNumThreads(1)
    begun = time.process_time()
    for data in images:
        cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    return (time.process_time() - begun) / len(images) * 1000


def _cpu_of(pid) -> float:
    import os

    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _rss_mb(*pids) -> float:
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                total += int(line.split()[1])
    return total / 1024


def _memory(figures, images, sides, inspector, folder):
    import os

    samples: list[float] = []
    stop = threading.Event()

    def sample():
        while not stop.wait(0.1):
            samples.append(_rss_mb(os.getpid(), inspector.pid))

    # The base is an idle client: this process, and its inspector as it was before any page.
    with Inspector() as idle:
        idle.warm_up()
        time.sleep(1.5)
        base = _rss_mb(os.getpid(), idle.pid)
    with device(images, sides // len(images)) as (uri, _):
        watcher = threading.Thread(target=sample, daemon=True)
        watcher.start()
        result = _acquire(uri, inspector, folder)
        stop.set()
        watcher.join()
    assert len(result.pages) == sides // len(images) * len(images)
    third = len(samples) // 3
    early, late = statistics.median(samples[:third]), statistics.median(samples[-third:])
    figures.add(f"{sides}-side stack, memory over idle", max(samples) - base, "MB", 250)
    figures.add(f"{sides}-side stack, growth from first to last third", late - early, "MB", 15)
    begun = time.monotonic()
    with Tray.at(folder) as tray:
        tray.recover()
        listed = len(tray.ledger.pages())
    figures.add(f"recovery of {listed} pages", (time.monotonic() - begun) * 1000, "ms", 1000)


def _cancel(figures, images, inspector, folder):
    took = []
    for number in range(5):
        flag, pressed = CancelFlag(), []

        def press(event, flag=flag, pressed=pressed):
            if isinstance(event, PageArriving) and event.number == 2 and not pressed:
                pressed.append(time.monotonic())
                flag.cancel()

        with device(images, faults=["slow:1500000"]) as (uri, _):
            _acquire(uri, inspector, folder / str(number), progress=press, cancel=flag)
            took.append((time.monotonic() - pressed[0]) * 1000)
    figures.add("cancel to stopped, slowest of 5", max(took), "ms", 300)


def _lists(figures, images, folder):
    with contextlib.ExitStack() as stack:
        uris = [stack.enter_context(device(images[:1]))[0] for _ in range(2)]
        options = DriverOptions()
        if has_scanimage():
            options = DriverOptions(sane_config=stack.enter_context(sane_test_device()))
        request = ListRequest(
            known=(*uris, "escl://192.0.2.1:80/eSCL"), cache=folder / "devices.json",
            options=options,
        )  # fmt: skip
        begun = time.monotonic()
        found = list_devices(request)
        fresh = time.monotonic() - begun
    reachable = [d for d in found if d.is_reachable]
    assert len(reachable) >= 2, found
    figures.add(f"fresh device list, {len(found)} devices, one dead", fresh * 1000, "ms", 3000)
    begun = time.monotonic()
    cached = list_devices(ListRequest(cache=folder / "devices.json", from_cache=True))
    figures.add("device list from the cache", (time.monotonic() - begun) * 1000, "ms", 100)
    assert json.dumps([d.as_json() for d in cached]) == json.dumps([d.as_json() for d in found])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
