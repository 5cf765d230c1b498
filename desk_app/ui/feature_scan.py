"""PySide looks into the source of every module imported after it; this program has it look no more.

It searches for ``__feature__`` switches (``snake_case``, ``true_property``), which nothing here
uses, and Python keeps each text it read: 500 files and 5 MB until the work queue is in sight.
Imported for its effect before anything else of the window. Where PySide has no such search, or
another one, nothing changes.
"""

import contextlib

import PySide6  # noqa: F401  brings the search with it


def _has_no_switches(_module: object) -> bool:
    return False


with contextlib.suppress(ImportError):
    from shibokensupport import feature  # type: ignore[import-not-found]  # has no stubs

    feature._mod_uses_pyside = _has_no_switches  # noqa: SLF001  PySide has no other way to say it
