"""From the values of an e-form to what the form shows: moods, chips, crops, sentences."""

from collections.abc import Mapping

from desk_app.ui.common.fields import Crop, FieldState, FormState, Mood, SectionState
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.words import Words
from desk_app.ui.contract import FieldDefinition, FieldValue, Reading, SectionDefinition
from desk_app.ui.steps.intake.state import SURE, IntakeState, is_doubtful


def form_state(state: IntakeState, words: Words, columns: int) -> FormState:
    """All the form shows."""
    form = state.dossier.form if state.dossier else None
    if form is None:
        return FormState()
    problems = _problems(state, words)
    return FormState(
        sections=tuple(_section(section, state, words) for section in form.sections),
        focus=state.focus,
        focus_turn=state.focus_turn,
        summary_title=words.label("ui.intake.problems", count=len(problems)),
        summary=problems,
        columns=columns,
    )


def _section(section: SectionDefinition, state: IntakeState, words: Words) -> SectionState:
    origins = {state.values[item.id].origin for item in section.fields if item.id in state.values}
    note = words.label("ui.intake.filled_from_card") if "id_card" in origins else ""
    return SectionState(
        section.title, tuple(_field(item, state, words) for item in section.fields), note
    )


def _field(item: FieldDefinition, state: IntakeState, words: Words) -> FieldState:
    value = state.values.get(item.id, FieldValue())
    doubtful = is_doubtful(value)
    mood: Mood = "doubt" if doubtful else "error" if state.problem(item.id) else "quiet"
    return FieldState(
        id=item.id,
        label=item.label,
        kind=item.kind,
        required=item.required,
        width=item.width,
        choices=item.choices,
        value=value.value,
        mood=mood,
        chip=_chip(value, words),
        crop=crop_of(value) if doubtful else None,
        message=doubt_sentence(value, words) if doubtful else _problem(state, item.id, words),
        hint=item.hint,
        read_only=bool(state.dossier and state.dossier.read_only_for),
    )


def _chip(value: FieldValue, words: Words) -> ChipText | None:
    """Only a value the machine brought and nobody has confirmed wears a chip."""
    reading = value.reading
    if reading is None or value.confirmed:
        return None
    if is_doubtful(value) and reading.confidence >= SURE:
        # The letters are clear, something else speaks against it: a high percentage would lie.
        return ChipText(words.label("ui.field.look"), "warn")
    percent = words.label("ui.settings.percent", value=round(reading.confidence * 100)).replace(
        " ", ""
    )
    return ChipText(
        percent, "ok" if reading.confidence >= SURE and not is_doubtful(value) else "warn"
    )


def crop_of(value: FieldValue) -> Crop | None:
    """The strip of paper that says a value: another paper's where it is that one's reading."""
    reading = value.reading
    if reading is None or reading.box is None or not reading.document_id:
        return None
    other = next((p for p in reading.places if p.value == value.value != reading.value), None)
    if other is not None:  # the officer looks at what another paper says
        return Crop(other.document_id, 0, other.box)
    return Crop(reading.document_id, reading.page, reading.box)


def doubt_sentence(value: FieldValue, words: Words) -> str:
    """What stands under a doubtful value: why, which readings are likely, what to press."""
    reading = value.reading
    if reading is None:
        return ""
    if value.origin == "kept":
        return words.label("ui.field.two_values", stored=value.value, kept=reading.value)
    if value.origin == "id_card":
        return words.label("ui.field.conflict", reader=reading.value, card=value.value)
    if not value.value:
        return words.label("ui.field.not_filled", value=reading.value)
    why = _why(reading, words)
    if len(reading.suggestions) > 1:
        values = " / ".join(differences(reading.suggestions))
        return words.label("ui.field.unsure", why=why, values=values)
    return words.label("ui.field.unsure_one", why=why)


def _why(reading: Reading, words: Words) -> str:
    """What speaks against a value, in a few words."""
    if reading.elsewhere:
        return words.label("ui.doubt.papers_differ", paper=reading.elsewhere)
    slug = reading.doubts[0] if reading.doubts else "unsure"
    return words.label(f"ui.doubt.{slug}")


def differences(values: tuple[str, ...]) -> tuple[str, ...]:
    """The words in which likely readings differ, where all have the same number of words."""
    split = [value.split() for value in values]
    if len({len(words) for words in split}) != 1:
        return values
    places = [at for at in range(len(split[0])) if len({words[at] for words in split}) > 1]
    return tuple(" ".join(words[at] for at in places) for words in split) if places else values


def _problem(
    state: IntakeState, field_id: str, words: Words, told: frozenset[object] = frozenset()
) -> str:
    """What is wrong with a value, as a sentence of its own; bases in ``told`` are known by now."""
    code = state.problem(field_id)
    if not code:
        return ""
    label = next((item.label for item in state.fields if item.id == field_id), "")
    facts = {"label": label, **state.values[field_id].problem_facts}
    sentence = words.label(code, **facts)
    if sentence == code:
        sentence = words.message(code, facts).title
    return sentence if _basis(facts) in told else _with_basis(sentence, facts, words)


def _basis(facts: Mapping[str, object]) -> object:
    """The article a rule rests on; None where nobody has named one."""
    return (facts["instrument"], facts["article"]) if facts.get("instrument") else None


def _with_basis(sentence: str, facts: Mapping[str, object], words: Words) -> str:
    """The sentence of a rule with the article it rests on, or that nobody has named one."""
    if "to_confirm" not in facts:
        return sentence
    if not facts["instrument"]:
        return words.label("ui.field.basis_open", sentence=sentence)
    key = "ui.field.basis_lead" if facts["to_confirm"] else "ui.field.basis"
    return words.label(
        key, sentence=sentence, instrument=facts["instrument"], article=facts["article"]
    )


def _problems(state: IntakeState, words: Words) -> tuple[tuple[str, str], ...]:
    """What F12 lists: fields in reading order, then papers."""
    if not state.shows_problems:
        return ()
    labels = {item.id: item.label for item in state.fields}
    found = []
    told: set[object] = set()  # ten empty fields need not name one article ten times
    for field_id in state.attention:
        value = state.values.get(field_id, FieldValue())
        if is_doubtful(value):
            sentence = doubt_sentence(value, words)
        else:
            sentence = _problem(state, field_id, words, frozenset(told))
            told |= {_basis(value.problem_facts)} - {None}
        if not sentence.startswith(labels[field_id]):
            sentence = words.label("ui.intake.problem", field=labels[field_id], sentence=sentence)
        found.append((field_id, sentence))
    for part in state.missing:
        key = "ui.component.in_store" if part.status == "in_store" else "ui.component.missing"
        sentence = words.label(key)
        found.append(
            (
                f"part:{part.id}",
                words.label("ui.intake.problem", field=part.name, sentence=sentence),
            )
        )
    return tuple(found)
