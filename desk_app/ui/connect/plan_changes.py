"""From the texts of a part of a restructuring file to the change of its data, and faults back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from desk_app.domain.definitions import Problem
from desk_app.domain.restructuring.project import ComponentChoice, StepChoice
from desk_app.ui import contract as c
from desk_app.ui.connect.plan_writing import amount_of, day_of, share_of, whole_of

Data = dict[str, object]
Read = Callable[[str], object]
_FIELD_OF = {"restructuring.no_reason": "reason", "restructuring.no_system": "system"}


@dataclass
class Change:
    """A change of data; `places` says which row of the part a path of a fault belongs to."""

    data: Data = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)

    def fault(self, problem: Problem) -> c.PlanFault:
        """A fault at the field where it was typed."""
        for path, row in sorted(self.places.items(), key=lambda each: -len(each[0])):
            if problem.path == path or problem.path.startswith(f"{path}."):
                at = problem.path[len(path) :].strip(".") or _FIELD_OF.get(problem.code, "")
                return c.PlanFault(row=row, field=at, code=problem.code, detail=problem.detail)
        at = problem.path.rpartition(".")[2]
        return c.PlanFault(row=-1, field=at, code=problem.code, detail=problem.detail)


def change_of(part: str, rows: Sequence[c.PlanRow], values: c.PlanRow) -> Change:
    """The change a part's texts ask for; what they leave empty is taken out of the file."""
    return _MAKERS[part](rows, values)


def _read(row: c.PlanRow, reads: Mapping[str, Read]) -> Data:
    return {name: read(row[name]) if row.get(name) else None for name, read in reads.items()}


def _named(
    name: str, rows: Sequence[c.PlanRow], reads: Mapping[str, Read], plain: Data | None = None
) -> Change:
    """Rows by their keys; one that says nothing, or only `plain`, is taken out of the file."""
    change, found = Change(), Data()
    for at, row in enumerate(rows):
        values = _read(row, reads)
        said = {each: value for each, value in values.items() if value is not None}
        found[row["key"]] = values if said not in ({}, plain) else None
        change.places[f"{name}.{row['key']}"] = at
    change.data[name] = found
    return change


def _listed(
    change: Change, name: str, rows: Sequence[tuple[int, c.PlanRow]], reads: Mapping[str, Read]
) -> Change:
    """Rows as a list that replaces the one in the file."""
    for place, (at, _) in enumerate(rows):
        change.places[f"{name}.{place}"] = at
    said = ({k: v for k, v in _read(row, reads).items() if v is not None} for _, row in rows)
    change.data[name.rpartition(".")[2]] = list(said)
    return change


def _plain(text: str) -> str | None:
    return text.strip() or None


def _flag(text: str) -> bool:
    return text == "true"


def _components(rows: Sequence[c.PlanRow], values: c.PlanRow) -> Change:
    names = ("choice", "reason", "system", "owner", "connection")
    kept: Data = {"choice": str(ComponentChoice.KEEP)}
    return _named("components", rows, dict.fromkeys(names, _plain), kept)


def _steps(rows: Sequence[c.PlanRow], values: c.PlanRow) -> Change:
    reads: dict[str, Read] = dict.fromkeys(("choice", "other", "reason"), _plain)
    kept: Data = {"choice": str(StepChoice.KEEP)}
    change = _named("steps", rows, reads | {"amount": amount_of}, kept)
    change.data |= _read(values, {"local_amount": whole_of})
    return change


def _levels(rows: Sequence[c.PlanRow], values: c.PlanRow) -> Change:
    change, criteria = Change(), Data()
    for at, row in enumerate(rows):
        criteria[row["key"]] = {
            "met": _flag(row.get("met", "")),
            "applies": not _flag(row.get("waived", "")),
            "basis": _plain(row.get("basis", "")),
        }
        change.places[f"criteria.{row['key']}"] = at
    change.data = {"criteria": criteria, **_read(values, {"partial_reason": _plain})}
    return change


def _costs(rows: Sequence[c.PlanRow], values: c.PlanRow) -> Change:
    reads: dict[str, Read] = {
        "name": _plain, "hours": share_of, "spent": whole_of, "fee": whole_of, "share": share_of,
    }  # fmt: skip
    base: dict[str, Read] = {
        "hourly_income": whole_of, "subjects": whole_of, "times_per_year": share_of,
    }  # fmt: skip
    change = Change(data=_read(values, base))
    for side in ("before", "after"):
        on_side = [(at, row) for at, row in enumerate(rows) if row.get("side", "before") == side]
        _listed(change, f"costs.{side}", on_side, reads)
    said = bool(rows) or any(values.get(name) for name in base)
    change.data = {"costs": change.data if said else None}
    return change


def _questions(rows: Sequence[c.PlanRow], values: c.PlanRow) -> Change:
    return _named("assessment", rows, dict.fromkeys(("answer", "basis"), _plain))


def _roadmap(rows: Sequence[c.PlanRow], values: c.PlanRow) -> Change:
    names = ("kind", "what", "owner")
    change = _listed(Change(), "blockers", list(enumerate(rows)), dict.fromkeys(names, _plain))
    flags = {name: _flag(values.get(name, "")) for name in ("level_3", "level_4")}
    texts = _read(values, dict.fromkeys(("province", "national", "note"), _plain))
    change.data["roadmap"] = {**flags, **texts}
    return change


def _law(rows: Sequence[c.PlanRow], values: c.PlanRow) -> Change:
    names = ("provision", "change", "owner", "state")
    return _listed(Change(), "amendments", list(enumerate(rows)), dict.fromkeys(names, _plain))


def _build(rows: Sequence[c.PlanRow], values: c.PlanRow) -> Change:
    reads: dict[str, Read] = {"what": _plain, "owner": _plain, "due": day_of, "done_on": day_of}
    return _listed(Change(), "tasks", list(enumerate(rows)), reads)


def _document(rows: Sequence[c.PlanRow], values: c.PlanRow) -> Change:
    return Change(data=_read(values, dict.fromkeys(("purpose", "scope"), _plain)))


def _texts(rows: Sequence[c.PlanRow], values: c.PlanRow) -> Change:
    places = {f"texts.{row['key']}": at for at, row in enumerate(rows)}
    said = {row["key"]: _plain(row.get("sentence", "")) for row in rows}
    return Change(data={"texts": said}, places=places)


def _abolished(rows: Sequence[c.PlanRow], values: c.PlanRow) -> Change:
    names = ("name", "code", "basis")
    return _listed(Change(), "abolished", list(enumerate(rows)), dict.fromkeys(names, _plain))


def _test(rows: Sequence[c.PlanRow], values: c.PlanRow) -> Change:
    change, cases = Change(), Data()
    for at, row in enumerate(rows):
        texts = _read(row, dict.fromkeys(("dossier_code", "evidence"), _plain))
        cases[row["key"]] = {"passed": _flag(row.get("passed", "")), **texts}
        change.places[f"test_run.cases.{row['key']}"] = at
    system = _read(values, {"system_in_use": _plain})
    change.data["test_run"] = {"cases": cases, **system}
    return change


_MAKERS: Mapping[str, Callable[[Sequence[c.PlanRow], c.PlanRow], Change]] = {
    "components": _components,
    "steps": _steps,
    "levels": _levels,
    "costs": _costs,
    "assessment": _questions,
    "roadmap": _roadmap,
    "law": _law,
    "abolished": _abolished,
    "build": _build,
    "texts": _texts,
    "document": _document,
    "test": _test,
}
