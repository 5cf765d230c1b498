"""The policy of verification, read once from ``policy.toml``."""

import datetime as dt
import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from signing.verify.crypto.algorithms import Algorithms, algorithms_from

_NOT_LETTERS = re.compile(r"[^a-z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What signatures must satisfy.

    Attributes:
        extended_usages: object identifiers that allow document signing.
        skew: how far two honest clocks may differ.
        answer_age: how long revocation data without a next update stays fresh.
        largest_share: part of a page the mark of one later signer may take.
    """

    algorithms: Algorithms
    extended_usages: frozenset[str]
    skew: dt.timedelta
    answer_age: dt.timedelta
    largest_share: float
    roles_by_field: Mapping[str, str]
    roles_by_policy: Mapping[str, str]

    def mark_share(self, area: int) -> float:
        """How much of an area the mark of one later signer may take."""
        return self.largest_share * area

    def role(self, field_name: str, policies: frozenset[str]) -> str | None:
        """The role a signature was given in, from its field's name or its certificate's policy."""
        letters = _NOT_LETTERS.sub("", field_name.rsplit(".", 1)[-1].lower())
        for start, role in self.roles_by_field.items():
            if letters.startswith(start):
                return role
        return next((r for oid, r in self.roles_by_policy.items() if oid in policies), None)


@functools.cache
def default_policy() -> Policy:
    """The policy shipped with this package."""
    text = resources.files("signing.verify").joinpath("policy.toml").read_text("utf-8")
    table = tomllib.loads(text)
    return Policy(
        algorithms=algorithms_from(table["algorithms"]),
        extended_usages=frozenset(table["signer"]["extended_usages"]),
        skew=dt.timedelta(seconds=table["time"]["skew_s"]),
        answer_age=dt.timedelta(seconds=table["time"]["answer_age_s"]),
        largest_share=table["mark"]["largest_share"],
        roles_by_field=table["roles"]["fields"],
        roles_by_policy=table["roles"]["policies"],
    )
