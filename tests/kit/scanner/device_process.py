"""The simulated device in a process of its own, so that its work is not counted as ours."""

from __future__ import annotations

import contextlib
import multiprocessing
import time

from tests.kit.scanner.escl_sim import EsclSim


class _Timed(EsclSim):
    """Notes when the last byte of each page left; the clock is the same for all processes."""

    def __init__(self, *given, **more):
        self.left_at = []
        super().__init__(*given, **more)

    def send_body(self, *given, **more):
        whole = super().send_body(*given, **more)
        self.left_at.append(time.monotonic())
        return whole


def _serve(pipe, images, repeat, more):
    with _Timed(images * repeat, **more) as device:
        pipe.send(device.uri)
        with contextlib.suppress(EOFError):
            while pipe.recv() == "times":
                pipe.send(device.left_at)


@contextlib.contextmanager
def device(images, repeat=1, **more):
    """Gives the address, and a function that tells when each page's last byte left."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, images, repeat, more), daemon=True)
    process.start()
    uri = ours.recv()

    def times():
        ours.send("times")
        return ours.recv()

    try:
        yield uri, times
    finally:
        ours.send("end")
        process.join(5)
        process.kill()
