"""A desk in a process of its own, to be killed: acts, then drains, printing a line for each step.

``python -m tests.kit.sync.desk_process FOLDER URL COUNT [DIE-AT]``

DIE-AT ends the process hard at a named moment: ``committed`` (after the transactions, before
anything was sent), ``sent`` (an answer arrived, not stored yet), ``in-unit`` (inside a business
transaction).
"""

import os
import sys
from pathlib import Path
from typing import Any

from desk_app.adapters.sync.reference import ReferenceProvince
from desk_app.application.sync_values import CommandOutcome, OutboxEntry
from tests.kit.sync.desk import FAST, Desk, five_steps, new_id


class DiesAfterSend(ReferenceProvince):
    """Dies when the first answer has come and is not stored."""

    async def submit(self, entry: OutboxEntry, **parts: Any) -> CommandOutcome:
        await super().submit(entry, **parts)
        say("sent", entry.command_id)
        os._exit(9)


def say(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    folder, url, count, die_at = (*arguments, "")[:4]
    target = (lambda: DiesAfterSend(url, line=FAST)) if die_at == "sent" else None
    desk = Desk(Path(folder), url, open_target=target)
    for number in range(int(count)):
        dossier_id = new_id()
        five_steps(desk, dossier_id, salt=str(number))
        say("confirmed", dossier_id)
    if die_at == "committed":
        os._exit(9)
    if die_at == "in-unit":
        with desk.store.unit_of_work():
            desk.act(new_id(), "create_dossier", {"title": "never confirmed"})
            os._exit(9)
    report = desk.settle()
    say("drained", str(report.sent), str(report.waiting), str(len(report.parked)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
