"""One table of actions: id, key, where it holds. The F1 panel, tooltips, buttons and tests read it.

Labels are in the catalogue under ``ui.act.<id>``. ``bound`` tells how a key reaches its act: the
window
binds ``window`` keys as shortcuts of the page in sight; ``widget`` keys belong to the list,
field or
document that has the focus and are listed so that they are known.
"""

from dataclasses import dataclass
from typing import Literal

Scope = Literal[
    "everywhere", "sign_in", "dashboard", "intake", "appraise", "approve", "agency_sign",
    "return_result", "sync", "doctor", "settings", "pin", "reports", "care", "procedures",
    "backlog", "restructuring",
]  # fmt: skip
Bound = Literal["window", "widget"]
STEP_SCOPES: tuple[Scope, ...] = ("intake", "appraise", "approve", "agency_sign", "return_result")

FORBIDDEN = frozenset({"F10", "Alt", "Ctrl+Space", "Ctrl+Shift", "Alt+Z", "Shift+~"})
"""Keys that open the window menu or switch a Vietnamese input method."""


@dataclass(frozen=True, slots=True)
class Action:
    """One act and its key; several keys are separated by a blank."""

    id: str
    key: str
    scopes: tuple[Scope, ...]
    bound: Bound = "window"
    primary: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Each key of it."""
        return tuple(self.key.split(" "))

    @property
    def label_key(self) -> str:
        """Where the catalogue has its label."""
        return f"ui.act.{self.id}"


_ALL: tuple[Scope, ...] = ("everywhere",)
_LISTS: tuple[Scope, ...] = (
    "dashboard", "sync", "doctor", "reports", "care", "procedures", "backlog", "restructuring",
)  # fmt: skip
_EDIT: tuple[Scope, ...] = ("intake", "appraise")

ACTIONS: tuple[Action, ...] = (
    Action("help", "F1", _ALL),
    Action("new_dossier", "F2", _ALL),
    Action("scan_code", "F3", _ALL),
    Action("search", "Ctrl+K", _ALL),
    Action("go_dashboard", "Ctrl+0", _ALL),
    Action("go_intake", "Ctrl+1", _ALL),
    Action("go_appraise", "Ctrl+2", _ALL),
    Action("go_approve", "Ctrl+3", _ALL),
    Action("go_agency_sign", "Ctrl+4", _ALL),
    Action("go_return_result", "Ctrl+5", _ALL),
    Action("go_queues", "Ctrl+1…5", ("dashboard",), "widget"),
    Action("jobs", "Ctrl+J", _ALL),
    Action("undo", "Ctrl+Z", _ALL),
    Action("redo", "Ctrl+Y", _ALL),
    Action("escape", "Esc", _ALL),
    Action("lock", "Ctrl+Shift+L", _ALL),
    Action("next_pane", "F6", (*STEP_SCOPES, "procedures", "restructuring", "settings")),
    Action("previous_pane", "Shift+F6", (*STEP_SCOPES, "procedures", "restructuring", "settings")),
    Action("other_acts", "Ctrl+H", STEP_SCOPES),
    Action("retype", "Ctrl+Shift+C", ("dashboard", "sync", *STEP_SCOPES)),
    Action("explain_due", "Ctrl+E", ("dashboard", *STEP_SCOPES)),
    Action("lesson", "Ctrl+Shift+H", ("dashboard", *STEP_SCOPES)),
    Action("page_down", "PgDown", STEP_SCOPES),
    Action("page_up", "PgUp", STEP_SCOPES),
    Action("next_document", "Ctrl+PgDown", STEP_SCOPES),
    Action("previous_document", "Ctrl+PgUp", STEP_SCOPES),
    Action("zoom_in", "Ctrl++", STEP_SCOPES),
    Action("zoom_out", "Ctrl+-", STEP_SCOPES),
    Action("fit_width", "Ctrl+Shift+0", STEP_SCOPES),
    Action("rotate", "R", STEP_SCOPES, "widget"),
    Action("open_sensitive", "Ctrl+Shift+O", STEP_SCOPES),
    Action("sign_in", "Enter", ("sign_in",), "widget", primary=True),
    Action("sign_in_token", "F9", ("sign_in",)),
    Action(
        "choose_row",
        "Up Down",
        _LISTS,
        "widget",
    ),
    Action("open_row", "Enter", ("dashboard",), "widget"),
    Action("next_filter", "Ctrl+Right", ("dashboard", "restructuring")),
    Action("previous_filter", "Ctrl+Left", ("dashboard", "restructuring")),
    Action("keep_filter", "Ctrl+S", ("dashboard",)),
    Action("forget_filter", "Ctrl+Del", ("dashboard",)),
    Action("refresh", "F5", ("dashboard", "sync", "restructuring")),
    Action("fetch_online", "Ctrl+O", ("dashboard",)),
    Action("tick_row", "Space", ("dashboard",), "widget"),
    Action("receive_selected", "F12", ("dashboard",)),
    Action("forward_selected", "F8", ("dashboard",)),
    Action("print_selected", "Ctrl+P", ("dashboard",)),
    Action("shift_page", "Ctrl+U", ("dashboard",)),
    Action("scan", "F4", _EDIT),
    Action("scan_backs", "Shift+F4", ("intake",)),
    Action("add_file", "Ctrl+O", _EDIT),
    Action("next_doubt", "F7", _EDIT),
    Action("previous_doubt", "Shift+F7", _EDIT),
    Action("accept_value", "F8", ("intake",)),
    Action("earlier_values", "Shift+F8", ("intake",)),
    Action("next_suggestion", "Alt+Down", ("intake",)),
    Action("previous_suggestion", "Alt+Up", ("intake",)),
    Action("read_aloud", "Ctrl+L", ("intake",)),
    Action("citizen_screen", "Ctrl+D", ("intake",)),
    Action("reuse", "Space", ("intake",), "widget"),
    Action("remove_page", "Del", ("intake",), "widget"),
    Action("move_page_up", "Ctrl+Up", ("intake",), "widget"),
    Action("move_page_down", "Ctrl+Down", ("intake",), "widget"),
    Action("turn_page_left", "Ctrl+Left", ("intake",), "widget"),
    Action("turn_page_right", "Ctrl+Right", ("intake",), "widget"),
    Action("split_component", "Ctrl+T", ("intake",)),
    Action("crop_cards", "Ctrl+Shift+K", ("intake",)),
    Action("compare_pages", "Ctrl+Shift+E", ("intake",)),
    Action("claim_pages", "Ctrl+M", ("intake",)),
    Action("print_covers", "Ctrl+Shift+P", ("intake",)),
    Action("material", "Ctrl+G", ("intake",)),
    Action("confirm_blank", "Ctrl+B", ("intake",)),
    Action("save_draft", "Ctrl+S", _EDIT),
    Action("supplement", "F11", _EDIT),
    Action("refuse", "Ctrl+F11", _EDIT),
    Action("receive", "F12", ("intake",), primary=True),
    Action("reprint", "Ctrl+P", ("intake", "return_result")),
    Action("check_passed", "F8", ("appraise",)),
    Action("check_failed", "F9", ("appraise",)),
    Action("next_check", "Ctrl+Down", ("appraise",)),
    Action("previous_check", "Ctrl+Up", ("appraise",)),
    Action("add_note", "Ctrl+N", ("appraise", "approve")),
    Action("next_note", "Ctrl+Shift+N", ("appraise", "approve")),
    Action("tick_note", "Enter", ("appraise", "approve"), "widget"),
    Action("drop_note", "Del", ("appraise", "approve"), "widget"),
    Action("ask_opinion", "Ctrl+I", ("appraise",)),
    Action("submit", "F12", ("appraise",), primary=True),
    Action("tick", "Space", ("approve", "agency_sign", "restructuring"), "widget"),
    Action("move_frame", "Left Right", ("approve",), "widget"),
    Action("send_back_appraise", "F11", ("approve",)),
    Action("sign_selected", "F12", ("approve",), primary=True),
    Action("verify_again", "F9", ("agency_sign",)),
    Action("send_back_approve", "F11", ("agency_sign",)),
    Action("seal", "F12", ("agency_sign",), primary=True),
    Action("send_again", "F9", ("return_result",)),
    Action("apologise", "F11", ("return_result",)),
    Action("before_closing", "Ctrl+R", ("return_result",)),
    Action("hand_over", "F12", ("return_result",), primary=True),
    Action("send_all", "F9", ("sync",)),
    Action("fix_and_send", "Enter", ("sync",), "widget"),
    Action("keep_local", "Ctrl+Del", ("sync",)),
    Action("run_checks", "F5", ("doctor",), primary=True),
    Action("do_fix", "Enter", ("doctor",), "widget"),
    Action("save_report", "Ctrl+S", ("doctor",)),
    Action("open_care", "F9", ("doctor",)),
    Action("open_backlog", "F8", ("doctor",)),
    Action("queue_work", "F8", ("backlog",)),
    Action("work_backlog", "F9", ("backlog",), primary=True),
    Action("check_chains", "F5", ("care",)),
    Action("back_up_now", "F9", ("care",), primary=True),
    Action("look_update", "F6", ("care",)),
    Action("take_update", "F8", ("care",)),
    Action("rehearse_restore", "F7", ("care",)),
    Action("restore_desk", "F12", ("care",)),
    Action("count_again", "F5", ("reports",)),
    Action("next_span", "F7", ("reports",)),
    Action("save_workbook", "Ctrl+S", ("reports",), primary=True),
    Action("import_procedure", "Ctrl+O", ("procedures",)),
    Action("export_procedure", "Ctrl+S", ("procedures",)),
    Action("new_version", "Ctrl+N", ("procedures",)),
    Action("add_row", "Ctrl+I", ("procedures", "restructuring")),
    Action("remove_row", "Ctrl+Del", ("procedures", "restructuring")),
    Action("next_fault", "F7", ("procedures", "restructuring")),
    Action("show_diagram", "F8", ("procedures", "restructuring")),
    Action("save_version", "F12", ("procedures",), primary=True),
    Action("open_restructuring", "F9", ("procedures",)),
    Action("new_plan", "Ctrl+N", ("restructuring",)),
    Action("next_part", "Ctrl+PgDown", ("restructuring",)),
    Action("previous_part", "Ctrl+PgUp", ("restructuring",)),
    Action("write_plan_list", "Ctrl+S", ("restructuring",)),
    Action("write_plan_pdf", "Ctrl+P", ("restructuring",)),
    Action("choose_decision", "Ctrl+O", ("restructuring",)),
    Action("plan_next", "F12", ("restructuring",), primary=True),
    Action("pin_sign", "Enter", ("pin",), "widget", primary=True),
    Action("pin_cancel", "Esc", ("pin",), "widget"),
)

_BY_ID = {action.id: action for action in ACTIONS}


def action(action_id: str) -> Action:
    """The action of an id."""
    return _BY_ID[action_id]


def of_scope(scope: Scope) -> tuple[Action, ...]:
    """Actions of one scope in the order of the table."""
    return tuple(item for item in ACTIONS if scope in item.scopes)


_ZOOM = {"Ctrl++": "Ctrl +", "Ctrl+-": "Ctrl −"}
_SHOWN = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→", "PgDown": "PgDn"}


def shown(key: str) -> str:
    """A key as keycaps show it."""
    return " ".join(
        _ZOOM.get(one) or "+".join(_SHOWN.get(part, part) for part in one.split("+"))
        for one in key.split(" ")
    )
