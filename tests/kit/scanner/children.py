"""Child processes that misbehave, in place of a Windows driver's."""

from __future__ import annotations

import functools
import os
import time

from scanner.drivers.wia import AskOffers, Begin, End, Offers, Page, Percent, Taken

OFFERS = Offers("Máy quét mẫu", 0b111, (600, 300, 150), (0, 2, 3), 8500, 14000)
EMPTY = 0x80210003


def _child(pipe, script, image):
    """Plays a script: bytes count as pages, numbers as the end, words as misdeeds."""
    while True:
        order = pipe.recv()
        if isinstance(order, AskOffers):
            pipe.send(OFFERS)
            continue
        assert isinstance(order, Begin)
        for step in script:
            if step == "page":
                pipe.send(Percent(50))
                pipe.send(Page(image))
                assert isinstance(pipe.recv(), Taken)
            elif step == "die":
                os._exit(3)
            elif step == "hang":
                time.sleep(600)
            elif step == "nonsense":
                pipe.send(("what", 1))
            else:
                pipe.send(End(step))


def scripted(*script, image=b""):
    return functools.partial(_child, script=script, image=image)
