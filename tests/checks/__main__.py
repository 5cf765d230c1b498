"""``python -m tests.checks``: words for every code, no addresses in locks, no stray Vietnamese in code."""

import ast
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from desk_app.texts import Texts
from tests.checks import dependencies, requirements, secrets
from tests.checks.scenarios import scenarios_without_tests

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-windows.lock", "requirements-dev.lock")
_LETTER = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
_CODE = re.compile(
    r"^(rule|workflow|intake|approve|agency_sign|return_result|payment|dossier|identifier|staff|session|"
    r"profile|keys|persistence|papers|audit|usage|program|sync|procedures|printing|scanner|signing|"
    r"recognition|demo|backup|doctor|evidence|reports|restructuring|training|"
    r"appraise|notice|release|records|update|code_reader)\.[a-z0-9_]+(\.[a-z0-9_]+)?$"
)


def tracked(*patterns: str) -> list[Path]:
    """Files git knows."""
    names = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\n")
    return [ROOT / name for name in names if name and (ROOT / name).exists()]


def raised_codes() -> Iterator[tuple[Path, str]]:
    """Every code handed to an error class of the desk."""
    errors = {
        "RuleError",
        "UnavailableError",
        "ConflictError",
        "IntegrityError",
        "NotFoundError",
        "CommandError",
    }
    for path in tracked("desk_app/*.py", "desk_app/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            if name in errors and isinstance(first, ast.Constant) and _CODE.match(str(first.value)):
                yield path, str(first.value)


def codes_without_words() -> Iterator[str]:
    """Codes a person can meet that have no Vietnamese sentence."""
    from desk_app.domain.rules import RULES

    texts = Texts("vi")
    wanted = {code for _, code in raised_codes()} | {f"rule.{name}" for name in RULES}
    wanted |= {"workflow.state", "workflow.role"} | set(findings_of_the_audit())
    for code in sorted(wanted):
        for part in ("title", "body", "action"):
            if not texts.has(f"{code}.{part}"):
                yield f"no words for {code}.{part} in resources/lang/vi"
                break


def findings_of_the_audit() -> Iterator[str]:
    """What a check of the chains may name; it is told to a person like a refusal."""
    text = (ROOT / "desk_app/adapters/persistence/audit.py").read_text(encoding="utf-8")
    yield from re.findall(r'"(audit\.[a-z_]+)"', text)
    for word in ("changed", "not_anchored"):
        yield f"audit.record_{word}"


def addresses_in_locks() -> Iterator[str]:
    """Download addresses and index options in lock files."""
    for path in tracked("*.lock"):
        if re.search(r"https?://|--(extra-)?index-url", path.read_text(encoding="utf-8")):
            yield f"{path.name} carries an address"


def vietnamese_in_views() -> Iterator[str]:
    """Vietnamese letters in strings of the window's code (docstrings aside)."""
    for path in tracked("desk_app/ui/*.py", "desk_app/ui/**/*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        spoken = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):  # noqa: SIM102
                if id(node) not in spoken and _LETTER.search(node.value):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}: Vietnamese in code"


def text_form() -> Iterator[str]:
    """Texts are NFC without trailing blanks."""
    for path in tracked("resources/lang/**/*.toml", "resources/lang/**/*.json"):
        words = path.read_text(encoding="utf-8")
        if words != unicodedata.normalize("NFC", words):
            yield f"{path.relative_to(ROOT)} is not NFC"


def main() -> int:
    """Print every fault; 1 when there is one."""
    faults = [
        *codes_without_words(),
        *addresses_in_locks(),
        *vietnamese_in_views(),
        *text_form(),
        *requirements.faults(ROOT),
        *scenarios_without_tests(),
        *dependencies.faults([ROOT / name for name in LOCKS]),
        *secrets.secrets_in(tracked("*"), ROOT),
    ]
    for fault in faults:
        sys.stdout.write(fault + "\n")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
