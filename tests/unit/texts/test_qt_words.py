"""Qt's own words: each key is one that Qt really asks for, and the compiled file answers."""

from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLibraryInfo, QTranslator

from resources.qt.build import SOURCE, build, is_stale


def entries():
    for context in ElementTree.parse(SOURCE).getroot().iter("context"):
        for message in context.iter("message"):
            yield (
                context.findtext("name"),
                message.findtext("source"),
                message.findtext("translation"),
            )


@pytest.fixture(scope="module")
def vietnamese(tmp_path_factory):
    target = build(tmp_path_factory.mktemp("qt") / "qtbase_vi.qm")
    assert not is_stale(target)
    translator = QTranslator()
    assert translator.load(str(target))
    return translator


def test_the_compiled_file_answers_in_vietnamese(vietnamese):
    for context, source, translation in entries():
        assert vietnamese.translate(context, source) == translation


def test_qt_asks_for_these_very_keys():
    """A key that another shipped language knows is one that Qt's code contains."""
    others = []
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for lang in ("fr", "de", "uk"):
        translator = QTranslator()
        assert translator.load(f"qtbase_{lang}", folder)
        others.append(translator)
    unknown = [
        (context, source)
        for context, source, _ in entries()
        if not any(other.translate(context, source) for other in others)
    ]
    assert unknown == []


def test_buttons_an_officer_meets_are_there(vietnamese):
    for source in ("OK", "Cancel", "&Yes", "&No", "Close", "Save", "Open", "Retry", "Help"):
        assert vietnamese.translate("QPlatformTheme", source)


def test_places_for_values_and_shortcuts_are_kept():
    for context, source, translation in entries():
        assert source.count("%1") == translation.count("%1"), (context, source)
        assert translation.replace("&&", "").count("&") <= 1, (context, source)
