#!/usr/bin/python3
"""What a screen reader is told without asking: one JSON line for each announcement, politeness and words.

Run with Debian's own Python (python3-gi, gir1.2-atspi-2.0) inside the session of the program.
"""

import json

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402


def tell(event):
    """One announcement."""
    print(json.dumps([event.detail1, event.any_data], ensure_ascii=False), flush=True)


def main():
    listener = Atspi.EventListener.new(tell)
    listener.register("object:announcement")
    print(json.dumps("listening"), flush=True)
    Atspi.event_main()


if __name__ == "__main__":
    main()
