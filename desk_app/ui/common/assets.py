"""Asset files the window reads: style sheet and icons."""

from importlib.resources import files


def text(name: str) -> str:
    """The text of an asset such as ``styles/desk.qss``."""
    return (files("resources") / name).read_text(encoding="utf-8")
