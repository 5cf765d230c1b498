"""Assets as a package: texts, forms, procedures, fonts, styles."""

from pathlib import Path


def path(name: str) -> Path:
    """Where an asset lies, by its name with forward slashes, such as `forms/common.toml`.

    The package is always installed as plain files (never inside a zip): Typst, Qt and fontTools
    want paths.
    """
    return Path(__file__).resolve().parent.joinpath(*name.split("/"))


def text(name: str) -> str:
    """The text of an asset, UTF-8."""
    return path(name).read_text(encoding="utf-8")
