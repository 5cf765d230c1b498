"""Checks the audit chains of a desk without the desk's program: this file and ``sqlcipher3`` alone.

    audit_check.py DATABASE KEYS.json          keys as in a profile, or from ``recovery``

It recomputes the chain of every dossier and the office's chain of anchors from the rules written
here, not from the program's code, and names the first fault of each. Exit 0: whole; 1: a fault; 2:
the database cannot be opened.

Rules. Head of a dossier's chain: SHA-256 over the head before (32 bytes, zeros at first), the
number of the event (8 bytes, big endian) and its canonical JSON. Head of the office's chain: the
same over the anchor before, its number, its time, and the JSON list of its lines by kind and key.
A dossier must stand where its newest anchor saw it, or later.
"""

import argparse
import hashlib
import itertools
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LONGEST_NAME = 120
ZERO = "0" * 64
LINE = ("kind", "key", "number", "head", "version", "seal")


def opened(database: Path, key: str) -> Any:
    """A connection that reads."""
    import sqlcipher3

    if not database.is_file() or set(key) - set("0123456789abcdef"):
        raise SystemExit(2)
    connection = sqlcipher3.connect(f"file:{database}?mode=ro", uri=True)
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    return connection


def dossier_faults(connection: Any) -> Iterator[str]:
    """Chains of the dossiers."""
    known = {
        row[0]: row[1:] for row in connection.execute("SELECT id, last_event, head FROM dossier")
    }
    events = connection.execute(
        "SELECT dossier_id, seq, head, canonical FROM event ORDER BY dossier_id, seq"
    )
    for dossier, rows in itertools.groupby(events, key=lambda row: row[0]):
        head, seq = ZERO, 0
        for seq, (_, number, stored, canonical) in enumerate(rows, start=1):
            head = hashlib.sha256(
                bytes.fromhex(head) + seq.to_bytes(8, "big") + canonical.encode()
            ).hexdigest()
            if number != seq or stored != head or json.loads(canonical)["dossier_id"] != dossier:
                yield f"dossier {dossier}: event {seq} is not what was written"
                break
        else:
            if known.pop(dossier, None) != (seq, head):
                yield f"dossier {dossier}: its chain does not end where the dossier says"
            continue
        known.pop(dossier, None)
    for dossier, (last, _) in known.items():
        if last:
            yield f"dossier {dossier}: its events are gone"


def anchor_faults(connection: Any) -> Iterator[str]:
    """The office's chain, and dossiers that do not stand where it saw them."""
    names = ", ".join(LINE)
    lines = connection.execute(
        f"SELECT anchor, {names} FROM anchor_line ORDER BY anchor, kind, key"  # noqa: S608 - fixed names
    ).fetchall()
    covered = {
        seq: [list(row[1:]) for row in rows]
        for seq, rows in itertools.groupby(lines, key=lambda row: row[0])
    }
    head = ZERO
    for seq, (number, at, stored) in enumerate(
        connection.execute("SELECT seq, at, head FROM anchor ORDER BY seq").fetchall(), start=1
    ):
        whole = json.dumps(covered.pop(seq, []), ensure_ascii=False, separators=(",", ":"))
        head = hashlib.sha256(
            bytes.fromhex(head) + seq.to_bytes(8, "big") + at.encode() + whole.encode()
        ).hexdigest()
        if number != seq or stored != head:
            yield f"anchor {seq} is not what was written"
            return
    for seq in covered:
        yield f"anchor {seq} is gone"
    heads = {
        (row[0], row[1]): row[2]
        for row in connection.execute("SELECT dossier_id, seq, head FROM event")
    }
    kept = ledger_heads(connection)
    for row in lines:
        line = dict(zip(LINE, row[1:], strict=True))
        if line["kind"] in kept:
            mine = kept[line["kind"]].get(line["key"], [])
            if len(mine) < line["number"] or mine[line["number"] - 1] != line["head"]:
                yield f"record {line['key']}: not what anchor {row[0]} saw"
        where = (line["key"], line["number"])
        if line["kind"] == "dossier" and line["number"] and heads.get(where) != line["head"]:
            yield f"dossier {line['key']}: its history differs from what anchor {row[0]} saw"


def ledger_heads(connection: Any) -> dict[str, dict[str, list[str]]]:
    """Hash after each line of each office record and of each seal token."""
    found: dict[str, dict[str, list[str]]] = {"record": {}, "custody": {}}
    records = connection.execute(
        'SELECT kind, key, version, at, "by", body FROM office_record ORDER BY kind, key, version'
    )
    for row in records.fetchall():
        name = f"{row[0]}/{row[1]}"
        if len(name) > LONGEST_NAME:
            name = f"{row[0]}/#{hashlib.sha256(row[1].encode()).hexdigest()}"
        add_line(found["record"].setdefault(name, []), row)
    custody = connection.execute("SELECT * FROM seal_custody ORDER BY token, no")
    for row in custody.fetchall():
        add_line(found["custody"].setdefault(row[1], []), row)
    return found


def add_line(heads: list[str], line: Any) -> None:
    """One more hash over the hash before and the line as JSON."""
    text = json.dumps(list(line), ensure_ascii=False, separators=(",", ":"))
    before = bytes.fromhex(heads[-1] if heads else ZERO)
    heads.append(hashlib.sha256(before + text.encode()).hexdigest())


def main() -> int:
    """Print every fault."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("database", type=Path)
    parser.add_argument("keys", type=Path)
    asked = parser.parse_args()
    key = json.loads(asked.keys.read_text(encoding="utf-8"))["database"]
    connection = opened(asked.database, key)
    try:
        faults = [*dossier_faults(connection), *anchor_faults(connection)]
    except Exception as error:  # noqa: BLE001 - whatever the file is, it is not a desk's database
        print(f"cannot be read: {error}")
        return 2
    for fault in faults:
        print(fault)
    print("whole" if not faults else f"{len(faults)} faults")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
