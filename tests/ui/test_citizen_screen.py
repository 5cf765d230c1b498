"""The screen turned to the citizen: their own data and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app.domain.accounts import shown_digest
from desk_app.ui import contract as c
from desk_app.ui.shell.citizen_screen import BlockCard, CitizenScreen, for_citizen
from tests.kit.ui.sample_desk import SampleDesk
from tests.kit.ui.window import begin_intake

pytestmark = pytest.mark.ui
SECRET = "§"


def test_it_shows_the_form_and_follows_it(window):
    begin_intake(window)
    state = window.intake.state
    shown = for_citizen("UBND", state.dossier, dict(state.values))
    screen = CitizenScreen(window.words)
    screen.show_state(shown)
    assert "024190001234" in screen.texts()
    window.intake.form.edit("phone", "0981234567")
    again = for_citizen("UBND", window.intake.state.dossier, dict(window.intake.state.values))
    screen.show_state(again)
    assert "0981234567" in screen.texts()
    screen.close()


def test_the_citizen_answers_block_by_block(window):
    """What is kept is the digest of exactly what stood there; a later change asks again."""
    begin_intake(window)
    sample_screen = CitizenScreen(window.words)
    window.acts.citizen.screen = sample_screen
    sample_screen.answered.connect(window.acts.citizen.take_answer)
    window.acts.citizen.show()
    blocks = sample_screen._state.blocks
    assert blocks[-1].id == "declaration"
    assert {block.said for block in blocks} == {""}
    first = sample_screen.findChild(BlockCard, f"block_{blocks[0].id}")
    first.yes.click()
    kept = window.intake.state.dossier.confirmations[-1]
    assert (kept.block, kept.agrees) == (blocks[0].id, True)
    assert kept.sha256 == shown_digest(blocks[0].shown)
    assert [block.said for block in sample_screen._state.blocks][:2] == ["yes", ""]
    label, value = blocks[0].lines[0]
    field = next(
        f.id
        for s in window.intake.state.dossier.form.sections
        for f in s.fields
        if f.label == label
    )
    window.intake.form.edit(field, f"{value} B")
    assert sample_screen._state.blocks[0].said == "", "another value stands there now"
    again = sample_screen.findChildren(BlockCard)[-1]
    again.no.click()
    assert sample_screen._state.blocks[-1].said == "no"
    sample_screen.close()
    window.acts.citizen.screen = None


def test_with_one_screen_the_officer_is_told(window):
    begin_intake(window)
    window.shell.press("citizen_screen")
    assert window.intake.state.failure.code == "window.one_screen"
    assert window.acts.citizen.screen is None


marked = st.text(min_size=1, max_size=12).map(lambda text: SECRET + text)


@settings(max_examples=60, deadline=None)
@given(
    note=marked,
    opinion=marked,
    answer=marked,
    who=marked,
    problem=marked,
    suggestion=marked,
    holder=marked,
)
def test_nothing_of_the_office_reaches_it(
    qapp, note, opinion, answer, who, problem, suggestion, holder
):
    """Whatever stands in notes, opinions, checks, log, readings and problems, none of it is shown."""
    sample = SampleDesk()
    dossier = next(d for d in sample.dossiers.values() if d.form is not None)
    reading = c.Reading(value=suggestion, confidence=0.5, suggestions=(suggestion,))
    values = {
        name: replace(value, problem=problem, reading=reading)
        for name, value in dossier.values.items()
    }
    dossier = replace(
        dossier, opinion_text=opinion, holder=holder, values=values,
        checks=(c.Check(id="1", text=note, note=note),),
        opinions=(c.Opinion(id="1", agency=who, question=note, due_on=None, state="waiting", answer=answer),),
    )  # fmt: skip
    assert SECRET not in str(for_citizen("UBND", dossier, values))
