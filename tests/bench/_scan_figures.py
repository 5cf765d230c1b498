"""Figures as JSON lines, then as a table."""

from __future__ import annotations

import json
import sys


class Figures:
    """Collects figures of one benchmark."""

    def __init__(self, name):
        self._name, self._rows = name, []

    def add(self, figure, value, unit, goal, *, peer=None, peer_value=None, ratio=None, met=None):
        """One figure; `met` defaults to "no more than the goal"."""
        row = {
            "figure": figure,
            "value": round(value, 3),
            "unit": unit,
            "peer": peer,
            "peer_value": peer_value if peer_value is None else round(peer_value, 3),
            "ratio": ratio if ratio is None else round(ratio, 4),
            "goal": goal,
            "met": bool(value <= goal if met is None else met),
        }
        self._rows.append(row)
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        sys.stdout.flush()

    def end(self) -> int:
        """The table, and the exit code."""
        width = max(len(row["figure"]) for row in self._rows)
        out = [f"\n{self._name}"]
        for row in self._rows:
            mark = "ok  " if row["met"] else "MISS"
            peer = f"   {row['peer']} {row['peer_value']}" if row["peer"] else ""
            value = f"{row['value']:>10} {row['unit']:<5} goal {row['goal']}"
            out.append(f"{mark} {row['figure']:<{width}} {value}{peer}")
        sys.stdout.write("\n".join(out) + "\n")
        return 0 if all(row["met"] for row in self._rows) else 1
