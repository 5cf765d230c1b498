"""What the appraiser looked at is recorded with the act that ends the step."""

from tests.kit.ui.window import STEP_DOSSIERS, show


def test_the_appraiser_leaves_a_record_of_the_papers_shown(window):
    show(window, "appraise")
    model = window.appraise
    assert model.state.dossier.key == STEP_DOSSIERS["appraise"]
    shown = [model.state.component]
    assert model.seen == tuple(shown)
    other = next(part.id for part in model.state.parts if part.id not in shown)
    model.choose_component(other)
    assert set(model.seen) == {*shown, other}
