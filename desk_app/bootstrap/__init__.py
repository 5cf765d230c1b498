"""The only package that knows every concrete class; gives wired parts to the shells.

A module here is imported at the first use of a name of it, and heavy libraries inside the
functions, so that a command, and the window, pay only for what they use.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desk_app.bootstrap.audits import audit
    from desk_app.bootstrap.backups import back_up
    from desk_app.bootstrap.bundle import support_bundle
    from desk_app.bootstrap.cards import card_slots, read_identity_card
    from desk_app.bootstrap.checks import CHECK_PARTS, check_up
    from desk_app.bootstrap.chores import do_chores
    from desk_app.bootstrap.data import (
        WallClock,
        calendar_file,
        catalogue,
        check_procedure_file,
        export_procedure,
        identity_tables,
        import_procedure_file,
        load_settings,
        rule_book,
        wall_clock,
    )
    from desk_app.bootstrap.desk import open_desk
    from desk_app.bootstrap.documents import report_inputs, report_period, write_report
    from desk_app.bootstrap.instance import single_instance
    from desk_app.bootstrap.packages import judge_statement
    from desk_app.bootstrap.plan_errands import keep_part_one, kept_parts, study_beside
    from desk_app.bootstrap.profiles import new_profile
    from desk_app.bootstrap.recovery import new_recovery_key, recover_keys
    from desk_app.bootstrap.restores import restore
    from desk_app.bootstrap.restructuring import (
        LISTS,
        candidates_of,
        keep_list,
        make_list,
        questions_of,
        write_diagram,
        write_list,
        write_part_one,
    )
    from desk_app.bootstrap.sign_in import asks_password, check_password
    from desk_app.bootstrap.signatures import install_trust_package, trust_package
    from desk_app.bootstrap.staff import set_password
    from desk_app.bootstrap.tools import (
        ReadingError,
        SignFiles,
        open_reader,
        open_verifier,
        paper_types,
        read_pages,
        scan_acquire,
        scan_devices,
        sign_files,
    )
    from desk_app.bootstrap.update_offers import look_at_update
    from desk_app.bootstrap.updates import (
        apply_update,
        new_update_keys,
        roll_back_update,
        write_update,
    )
    from desk_app.config.front import default_folder

_NAMES = {
    "bootstrap.audits": "audit",
    "bootstrap.backups": "back_up",
    "bootstrap.bundle": "support_bundle",
    "bootstrap.cards": "card_slots read_identity_card",
    "bootstrap.checks": "CHECK_PARTS check_up",
    "bootstrap.chores": "do_chores",
    "bootstrap.data": "WallClock calendar_file catalogue check_procedure_file export_procedure "
    "identity_tables import_procedure_file load_settings rule_book wall_clock",
    "bootstrap.desk": "open_desk",
    "bootstrap.documents": "report_inputs report_period write_report",
    "bootstrap.instance": "single_instance",
    "bootstrap.packages": "judge_statement",
    "bootstrap.plan_errands": "keep_part_one kept_parts study_beside",
    "bootstrap.profiles": "new_profile",
    "bootstrap.recovery": "new_recovery_key recover_keys",
    "bootstrap.restores": "restore",
    "bootstrap.restructuring": "LISTS candidates_of keep_list make_list questions_of "
    "write_diagram write_list write_part_one",
    "bootstrap.sign_in": "asks_password check_password",
    "bootstrap.signatures": "install_trust_package trust_package",
    "bootstrap.staff": "set_password",
    "bootstrap.tools": "ReadingError SignFiles open_reader open_verifier paper_types read_pages "
    "scan_acquire scan_devices sign_files",
    "bootstrap.update_offers": "look_at_update",
    "bootstrap.updates": "apply_update new_update_keys roll_back_update write_update",
    "config.front": "default_folder",
}
_HOMES = {name: home for home, names in _NAMES.items() for name in names.split()}

__all__ = [
    "CHECK_PARTS",
    "LISTS",
    "ReadingError",
    "SignFiles",
    "WallClock",
    "apply_update",
    "asks_password",
    "audit",
    "back_up",
    "calendar_file",
    "candidates_of",
    "card_slots",
    "catalogue",
    "check_password",
    "check_procedure_file",
    "check_up",
    "default_folder",
    "do_chores",
    "export_procedure",
    "identity_tables",
    "import_procedure_file",
    "install_trust_package",
    "judge_statement",
    "keep_list",
    "keep_part_one",
    "kept_parts",
    "load_settings",
    "look_at_update",
    "make_list",
    "new_profile",
    "new_recovery_key",
    "new_update_keys",
    "open_desk",
    "open_reader",
    "open_verifier",
    "paper_types",
    "questions_of",
    "read_identity_card",
    "read_pages",
    "recover_keys",
    "report_inputs",
    "report_period",
    "restore",
    "roll_back_update",
    "rule_book",
    "scan_acquire",
    "scan_devices",
    "set_password",
    "sign_files",
    "single_instance",
    "study_beside",
    "support_bundle",
    "trust_package",
    "wall_clock",
    "write_diagram",
    "write_list",
    "write_part_one",
    "write_report",
    "write_update",
]


def __getattr__(name: str) -> Any:
    """A part by its name, from the module that makes it."""
    if name not in _HOMES:
        raise AttributeError(name)
    part = getattr(import_module(f"desk_app.{_HOMES[name]}"), name)
    globals()[name] = part
    return part
