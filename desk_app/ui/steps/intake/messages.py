"""The message over the form: what stands in the way, or what is worth a look."""

from dataclasses import dataclass

from desk_app.domain.identity import number_of_card
from desk_app.ui.common.tokens import Tone
from desk_app.ui.common.words import Words
from desk_app.ui.contract import ComponentView, DossierView
from desk_app.ui.steps.intake.state import IntakeState


@dataclass(frozen=True, slots=True)
class BannerText:
    """A banner: tone, icon, sentences, and the one act it offers."""

    tone: Tone
    icon: str
    text: str
    title: str = ""
    act: str = ""
    key: str = ""


def banner_text(state: IntakeState, words: Words) -> BannerText | None:
    """The most pressing message; None when there is nothing to say."""
    say, dossier = words.label, state.dossier
    if state.failure is not None:
        message = words.message(state.failure.code, state.failure.facts)
        text = f"{message.body} {message.action}".strip()
        if state.failure.code.startswith("scanner."):
            return BannerText("err", "scan-off", text, message.title, say("ui.act.scan"), "F4")
        return BannerText("err", "alert-circle", text, message.title)
    if dossier is not None and dossier.read_only_for:
        return BannerText("info", "eye", say("ui.intake.read_only", name=dossier.read_only_for))
    if state.card:
        message = words.message("intake.card_waits", {"number": number_of_card(state.card)})
        return BannerText("info", "info", f"{message.body} {message.action}", message.title)
    if state.turns_pile:
        message = words.message("intake.turn_the_pile", {"count": len(state.sheets)})
        return BannerText("info", "scan", f"{message.body} {message.action}", message.title)
    if state.issued is not None:
        return None
    note = _note(state.part, state.sheet, words)
    if dossier is not None and dossier.twins and (note is None or note.tone == "info"):
        return _twin(dossier, words)
    return note


def _twin(dossier: DossierView, words: Words) -> BannerText:
    """This dossier beside the open one of the same person and procedure: a warning, no block."""
    other, say = dossier.twins[0], words.label
    due = f"{other.due_at:%H:%M %d/%m/%Y}" if other.due_at else say("ui.intake.no_due")
    facts = {
        "applicant": dossier.applicant,
        "other": other.applicant,
        "known": other.code or say("ui.intake.no_code"),
        "state": say(f"ui.state.{other.state}"),
        "due": due,
    }
    message = words.message("intake.same_person", facts)
    return BannerText("warn", "warning", f"{message.body} {message.action}", message.title)


def _note(part: ComponentView | None, sheet: int, words: Words) -> BannerText | None:
    """What is worth a look at the page in sight, in its component, or before the scan."""
    notes = part.notes if part else ()
    here = next((note for note in notes if note.page == sheet), None)
    note = here or next((note for note in notes if note.is_serious), None)
    if note is not None:
        message = words.message(note.code, note.facts)
        title = message.title
        if note.page is not None:
            title = words.label("ui.intake.note_at", page=note.page + 1, title=title)
        text = f"{message.body} {message.action}".strip()
        if note.is_serious:
            return BannerText("warn", "warning", text, title)
        return BannerText("info", "eye", text, title)
    if part is not None and part.prepare:
        messages = [words.message(code, {}) for code in part.prepare]
        text = " ".join(message.body for message in messages)
        return BannerText("info", "eye", text, messages[0].title)
    return None
