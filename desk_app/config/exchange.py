"""What a profile says of target systems and of dossier codes.

``[province]`` is the target everything goes to unless a procedure names another that this office
exchanges with itself: one table of ``[targets]`` each. ``[codes]`` says who gives dossier codes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from desk_app.application.code_plan import CodePlan, CodeStrategy

KINDS = ("reference", "opencps", "folder")


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSettings:
    """One target system.

    Attributes:
        name: as procedures name it.
        kind: one of ``KINDS``.
        url: base address, or the folder packages are laid into.
        user: name the desk signs in with, where the target asks for one; the password lies in the
            key ring under ``target/<name>``.
    """

    name: str
    kind: str
    url: str
    user: str = ""


class BadExchangeError(Exception):
    """A value that cannot be used; ``key`` names it."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def targets(data: Mapping[str, object]) -> tuple[TargetSettings, ...]:
    """The targets beside the province.

    Raises:
        BadExchangeError: naming the key.
    """
    found = []
    for name, table in _tables(data, "targets").items():
        if not isinstance(table, Mapping):
            raise BadExchangeError(f"targets.{name}")
        kind, url = table.get("kind"), table.get("url")
        if kind not in KINDS:
            raise BadExchangeError(f"targets.{name}.kind")
        if not isinstance(url, str) or not url:
            raise BadExchangeError(f"targets.{name}.url")
        user = table.get("user", "")
        found.append(TargetSettings(name=name, kind=str(kind), url=url, user=str(user)))
    return tuple(found)


def code_plan(data: Mapping[str, object], *, has_province: bool) -> CodePlan:
    """Who gives codes; without a word the province where there is one, else the office's book.

    Raises:
        BadExchangeError: naming the key.
    """
    section = _tables(data, "codes")
    usual = CodeStrategy.SERVER if has_province else CodeStrategy.BOOK
    return CodePlan(
        default=_strategy(section.get("default", str(usual)), "codes.default"),
        by_target=_strategies(section, "by_target"),
        by_procedure=_strategies(section, "by_procedure"),
    )


def _strategies(section: Mapping[str, object], key: str) -> dict[str, CodeStrategy]:
    table = section.get(key, {})
    if not isinstance(table, Mapping):
        raise BadExchangeError(f"codes.{key}")
    return {str(name): _strategy(word, f"codes.{key}.{name}") for name, word in table.items()}


def _strategy(word: object, key: str) -> CodeStrategy:
    try:
        return CodeStrategy(str(word))
    except ValueError as error:
        raise BadExchangeError(key) from error


def _tables(data: Mapping[str, object], key: str) -> Mapping[str, object]:
    section = data.get(key, {})
    if not isinstance(section, Mapping):
        raise BadExchangeError(key)
    return section
