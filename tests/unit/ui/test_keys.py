"""One table of actions (UI-07)."""

from collections import Counter

import pytest

from desk_app.texts import Texts
from desk_app.ui.common import keys


def test_a_key_has_one_act_in_a_scope():
    for scope in {scope for action in keys.ACTIONS for scope in action.scopes}:
        bound = Counter(
            key
            for action in keys.of_scope(scope)
            if action.bound == "window"
            for key in action.keys
        )
        assert [key for key, count in bound.items() if count > 1] == [], scope


def test_ids_are_unique():
    ids = [action.id for action in keys.ACTIONS]
    assert len(ids) == len(set(ids))


def test_no_key_of_the_system_or_of_an_input_method_is_taken():
    taken = {key for action in keys.ACTIONS for key in action.keys}
    assert not taken & keys.FORBIDDEN


def test_no_single_letter_is_a_command_outside_the_document():
    letters = {
        action.id
        for action in keys.ACTIONS
        for key in action.keys
        if len(key) == 1 and action.bound == "window"
    }
    assert letters == set()


def test_every_step_has_one_primary_act_on_f12():
    for scope in keys.STEP_SCOPES:
        primary = [action for action in keys.of_scope(scope) if action.primary]
        assert [action.key for action in primary] == ["F12"], scope


def test_refusal_is_not_next_to_the_finish_key():
    for scope in ("intake", "appraise"):
        refuse = next(action for action in keys.of_scope(scope) if action.id == "refuse")
        assert refuse.key == "Ctrl+F11"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_act_has_words(language):
    texts = Texts(language)
    assert [action.id for action in keys.ACTIONS if not texts.has(action.label_key)] == []
