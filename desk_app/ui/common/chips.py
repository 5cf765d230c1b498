"""Chips for facts that many screens show: due time, sync state, verdict, component state."""

import datetime as dt

from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.tokens import Tone
from desk_app.ui.common.words import Words
from desk_app.ui.contract import ComponentView, SyncState, Verdict

SHORT_CODE_PARTS = 2
PROVISIONAL = "TAM-"


def due_chip(words: Words, due_at: dt.datetime | None, now: dt.datetime | None) -> ChipText:
    """How long there is until a due time, in calendar terms; the domain counts working days."""
    if due_at is None or now is None:
        return ChipText(words.label("ui.due.none"), "plain", "clock")
    here = due_at.astimezone(now.tzinfo)
    days = (here.date() - now.date()).days
    if here < now:
        if days < 0:
            return ChipText(words.label("ui.due.late_days", days=-days), "err", "alert-circle")
        hours = max(1, round((now - here).total_seconds() / 3600))
        return ChipText(words.label("ui.due.late_hours", hours=hours), "err", "alert-circle")
    if days == 0:
        return ChipText(words.label("ui.due.today", time=f"{here:%H:%M}"), "warn", "clock-alert")
    if days == 1:
        return ChipText(words.label("ui.due.day"), "warn", "clock-alert")
    return ChipText(words.label("ui.due.days", days=days), "ok", "clock")


_SYNC: dict[SyncState, tuple[Tone, str]] = {
    "sent": ("ok", "cloud-ok"),
    "waiting": ("info", "cloud-up"),
    "failed": ("err", "cloud-err"),
    "none": ("plain", "minus-circle"),
}


def sync_chip(words: Words, sync: SyncState) -> ChipText:
    """Where a dossier stands with the province."""
    tone, icon = _SYNC[sync]
    return ChipText(words.label(f"ui.sync_state.{sync}"), tone, icon)


_VERDICTS: dict[Verdict, tuple[Tone, str]] = {
    "valid": ("ok", "check-circle"),
    "invalid": ("err", "x-circle"),
    "unknown": ("warn", "help"),
    "no_time_stamp": ("warn", "warning"),
    "unsigned": ("warn", "warning"),
    "from_store": ("info", "database"),
    "pending": ("plain", "progress"),
}


def verdict_chip(words: Words, verdict: Verdict) -> ChipText:
    """What is known of a signature."""
    tone, icon = _VERDICTS[verdict]
    return ChipText(words.label(f"ui.verdict.{verdict}"), tone, icon)


def component_chip(words: Words, component: ComponentView) -> ChipText:
    """How far a component of the check-list is."""
    if component.status == "missing":
        key = "optional" if component.requirement == "optional" else "missing"
        return ChipText(words.label(f"ui.component.{key}"), "plain", "")
    if component.status in ("in_store", "reused"):
        return ChipText(words.label(f"ui.component.{component.status}"), "info", "")
    if component.status == "unclear":
        return ChipText(
            words.label("ui.component.unclear", pages=component.pages), "warn", "warning"
        )
    if component.status == "rescan":
        return ChipText(words.label("ui.component.rescan"), "warn", "warning")
    if component.status == "paper_only":
        return ChipText(words.label("ui.component.paper_only"), "plain", "")
    key = f"ui.component.pages_{component.requirement}"
    return ChipText(words.label(key, pages=component.pages), "ok", "")


def short_code(code: str) -> str:
    """A dossier code without its office prefix, as lists show it."""
    if code.startswith(PROVISIONAL):
        return code
    parts = code.split("-")
    return "-".join(parts[-SHORT_CODE_PARTS:]) if len(parts) > SHORT_CODE_PARTS else code


def tail_code(code: str) -> str:
    """The last part of a dossier code, where room is short."""
    return code if code.startswith(PROVISIONAL) else code.rsplit("-", maxsplit=1)[-1]
