#!/usr/bin/python3
"""What a screen reader is told, on demand: one JSON line of rows for each line read from standard input.

Run with Debian's own Python (python3-gi, gir1.2-atspi-2.0) inside the session of the program. Requests:
``tree`` gives every showing object; ``focus ID`` moves the focus there; ``do ID`` does its first action;
``set ID TEXT`` writes into an editable text, as a dictating assistive program does.
"""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

MOST_CHILDREN = 400
SEEN = {}
STATES = ("focusable", "focused", "showing", "enabled", "checked", "selected", "editable")


def path_of(place, parent):
    return f"{parent}.{place}" if parent else str(place)


def read(node, path):
    """Rows of a node and everything under it that shows."""
    if node is None:
        return
    states = node.get_state_set()
    row = {"id": path, "role": node.get_role_name(), "name": labelled(node)}
    for name in STATES:
        row[name] = states.contains(getattr(Atspi.StateType, name.upper()))
    text = node.get_text_iface()
    if text is not None:
        row["text"] = Atspi.Text.get_text(text, 0, -1)
    description = node.get_description()
    if description:
        row["description"] = description
    SEEN[path] = node
    if row["showing"] or row["role"] in ("application", "frame", "filler"):
        yield row
        for place in range(min(node.get_child_count(), MOST_CHILDREN)):
            yield from read(node.get_child_at_index(place), path_of(place, path))


def labelled(node):
    """The name as screen readers say it: a combo box is named by its label, its own name is its value."""
    name = node.get_name() or ""
    if node.get_role() == Atspi.Role.COMBO_BOX:
        for relation in node.get_relation_set() or ():
            if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY:
                return f"{relation.get_target(0).get_name()}: {name}"
    return name


def tree():
    SEEN.clear()
    desktop = Atspi.get_desktop(0)
    rows = []
    for place in range(desktop.get_child_count()):
        try:
            rows.extend(read(desktop.get_child_at_index(place), str(place)))
        except GLib.Error as error:
            rows.append(
                {"id": "", "role": "gone", "name": str(error), "showing": False, "focused": False}
            )
    return rows


def answer(line):
    word, _, rest = line.strip().partition(" ")
    if word == "tree":
        return tree()
    name, _, value = rest.partition(" ")
    node = SEEN[name]
    if word == "focus":
        return bool(Atspi.Component.grab_focus(node.get_component_iface()))
    if word == "do":
        return bool(Atspi.Action.do_action(node.get_action_iface(), 0))
    if word == "set":
        return bool(Atspi.EditableText.set_text_contents(node.get_editable_text_iface(), value))
    raise ValueError(word)


def main():
    Atspi.set_timeout(4000, 8000)
    for line in sys.stdin:
        try:
            said = {"ok": answer(line)}
        except (GLib.Error, KeyError, AttributeError, TypeError) as error:
            said = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(said, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
