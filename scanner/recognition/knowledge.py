"""What document types, labels and roles there are: data files beside this module, loaded once."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from scanner.recognition.errors import RecognitionError
from scanner.recognition.kinds import kinds as all_kinds
from scanner.recognition.learned import labels_of
from scanner.recognition.text import squeezed, tokens
from scanner.recognition.versions import FormVersion, form_versions

_FINDERS = {
    "heading_number",
    "paper_date",
    "issuer",
    "subject",
    "signer",
    "signer_title",
    "serial",
    "choice",
}


@dataclass(frozen=True, slots=True)
class Label:
    """One wording of a label.

    Attributes:
        attribute: what it asks for.
        text: as printed.
        tokens: folded words.
        squeezed: folded letters only.
        plain: letters with their marks, lower case, no spaces.
        weak: stands for itself only with a colon, in a cell or alone on its line.
    """

    attribute: str
    text: str
    tokens: tuple[str, ...]
    squeezed: str
    plain: str
    weak: bool = False


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a document type.

    Attributes:
        name: as everywhere in the program.
        attributes: what its labels may ask for, best first.
        role: whose fact it is.
        kind: how the value looks.
        finder: where else on the page it is looked for without a label.
        choices: for checkboxes.
    """

    name: str
    attributes: tuple[str, ...]
    role: str
    kind: str
    finder: str | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TitleRule:
    """Telling words of a type's titles, folded and squeezed.

    Attributes:
        core: one of them is in the title.
        forms: the title opens with one of them.
        never: none of them is in it.
    """

    core: tuple[str, ...]
    forms: tuple[str, ...]
    never: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class DocumentType:
    """A kind of paper, as its data file says.

    Attributes:
        name: e.g. `giay_khai_sinh`.
        title: for people.
        titles: printed titles by which it is known.
        role: whose facts stand without further words.
        first_role: whose facts come first, before any heading.
        fields: by name.
        title_rule: telling words of titles nobody listed.
        versions: of its form, oldest first; empty where none are told apart.
    """

    name: str
    title: str
    titles: tuple[str, ...]
    role: str
    first_role: str
    fields: Mapping[str, FieldSpec]
    title_rule: "TitleRule | None" = None
    versions: tuple[FormVersion, ...] = ()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything the matcher knows.

    Attributes:
        types: document types by name.
        labels: all wordings of all labels.
        kinds: kind of each attribute's value.
        role_nouns: folded noun → roles it can mean.
        persons: the same nouns as they are written.
        marked: words that are a person's noun with these marks alone: `ba` is no `bà`.
        by_sex: `nam`, `nữ` as headings of the spouse who is it.
        role_headings: folded heading → role.
        telling: folded words that all stand in a heading nobody listed, and its role.
        weight: how telling a folded word is inside labels (rare words tell more).
        implied: attribute → role whose facts follow its label.
        other_titles: titles of papers that are none of ours.
    """

    types: Mapping[str, DocumentType]
    labels: tuple[Label, ...]
    kinds: Mapping[str, str]
    role_nouns: Mapping[tuple[str, ...], tuple[str, ...]]
    persons: frozenset[str]
    marked: Mapping[str, tuple[str, ...]]
    by_sex: Mapping[str, tuple[str, ...]]
    role_headings: Mapping[tuple[str, ...], tuple[str, ...]]
    telling: tuple[tuple[frozenset[str], str], ...]
    weight: Mapping[str, float]
    implied: Mapping[str, str]
    other_titles: tuple[str, ...]


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """The data files, checked.

    Raises:
        RecognitionError: recognition.type_data_wrong, naming the file and the fault.
    """
    folder = files("scanner.recognition") / "data"
    vocabulary = tomllib.loads((folder / "vocabulary.toml").read_text("utf-8"))
    roles = tomllib.loads((folder / "roles.toml").read_text("utf-8"))
    others = tomllib.loads((folder / "other_titles.toml").read_text("utf-8"))
    labels, kinds = _labels(vocabulary)
    types = {}
    for item in sorted((folder / "types").iterdir(), key=lambda entry: entry.name):
        if item.name.endswith(".toml"):
            made = _document_type(
                item.name, tomllib.loads(item.read_text("utf-8")), kinds, roles, labels
            )
            types[made.name] = made
    nouns: dict[tuple[str, ...], tuple[str, ...]] = {}
    headings: dict[tuple[str, ...], tuple[str, ...]] = {}
    for role, words in roles.items():
        for noun in words["nouns"]:
            nouns[tuple(tokens(noun))] = (*nouns.get(tuple(tokens(noun)), ()), role)
        for heading in words["headings"]:
            headings[tuple(tokens(heading))] = (*headings.get(tuple(tokens(heading)), ()), role)
    return Knowledge(
        types,
        tuple(labels),
        kinds,
        nouns,
        frozenset(noun for words in roles.values() for noun in words["nouns"]),
        {noun: (role,) for role, words in roles.items() for noun in words.get("marked", ())},
        {words["sex"]: (role,) for role, words in roles.items() if "sex" in words},
        headings,
        tuple(
            (frozenset(tokens(entry)), role)
            for role, words in roles.items()
            for entry in words.get("telling", ())
        ),
        _weights(labels),
        {a: str(entry["implies"]) for a, entry in vocabulary.items() if "implies" in entry},
        tuple(others["titles"]),
    )


@lru_cache(maxsize=64)
def active_attributes(kind: DocumentType) -> frozenset[str]:
    """What labels of a type can ask for, with those that only end a value."""
    always = {"dung", "ghi_chu", "email", "ten_goi_khac", "loai_giay_to", "nghe_nghiep"}
    return frozenset(a for spec in kind.fields.values() for a in spec.attributes) | always


def document_types() -> Mapping[str, DocumentType]:
    """Every known document type by name."""
    return knowledge().types


def _labels(vocabulary: Mapping[str, Any]) -> tuple[list[Label], dict[str, str]]:
    labels: list[Label] = []
    kinds = {}
    for attribute, entry in vocabulary.items():
        kinds[attribute] = str(entry["kind"])
        labels += [_label(attribute, text, weak=False) for text in entry.get("labels", [])]
        labels += [_label(attribute, text, weak=True) for text in entry.get("weak_labels", [])]
    return labels, kinds


def _label(attribute: str, text: str, *, weak: bool) -> Label:
    plain = "".join(c for c in text.lower() if c.isalnum())
    return Label(attribute, text, tuple(tokens(text)), squeezed(text), plain, weak)


def document_type(file: str, data: Mapping[str, Any]) -> DocumentType:
    """A type from the data of its file, against the vocabulary that comes with the reader.

    Raises:
        RecognitionError: recognition.type_data_wrong, naming the file and the part at fault.
    """
    folder = files("scanner.recognition") / "data"
    vocabulary = tomllib.loads((folder / "vocabulary.toml").read_text("utf-8"))
    roles = tomllib.loads((folder / "roles.toml").read_text("utf-8"))
    labels, kinds = _labels(vocabulary)
    return _document_type(file, data, kinds, roles, labels)


def _document_type(
    file: str,
    data: Mapping[str, Any],
    kinds: dict[str, str],
    roles: Mapping[str, Any],
    labels: list[Label],
) -> DocumentType:
    for part in ("name", "title", "titles", "role", "fields"):
        if part not in data:
            raise RecognitionError("recognition.type_data_wrong", file=file, field=part)
    fields = {}
    for name, entry in data["fields"].items():
        attributes = list(entry["from"])
        if "labels" in entry:  # wordings only this type uses make an attribute of their own
            own = f"{data['name']}.{name}"
            kinds[own] = str(entry.get("kind", kinds.get(attributes[0], "text")))
            labels.extend(_label(own, text, weak=False) for text in entry["labels"])
            attributes.insert(0, own)
        learned = labels_of(str(data["name"]), name)
        if learned and attributes:  # last: what the type itself says comes first
            own = f"{data['name']}.{name}.learned"
            kinds[own] = str(entry.get("kind", kinds.get(attributes[0], "text")))
            labels.extend(_label(own, text, weak=False) for text in learned)
            attributes.append(own)
        unknown = [attribute for attribute in attributes if attribute not in kinds]
        role = str(entry.get("role", data["role"]))
        finder = entry.get("find")
        if (
            unknown
            or entry.get("kind", "text") not in all_kinds()
            or (finder is not None and finder not in _FINDERS)
            or ("role" in entry and role not in roles)
        ):
            raise RecognitionError("recognition.type_data_wrong", file=file, field=name)
        fields[name] = FieldSpec(
            name,
            tuple(attributes),
            role,
            str(entry.get("kind", kinds[attributes[0]])),
            finder,
            tuple(entry.get("choices", ())),
        )
    return DocumentType(
        str(data["name"]),
        str(data["title"]),
        tuple(data["titles"]),
        str(data["role"]),
        str(data.get("first_role", data["role"])),
        fields,
        _title_rule(data.get("title_rule")),
        form_versions(file, data.get("version", ())),
    )


def _title_rule(data: Mapping[str, Any] | None) -> TitleRule | None:
    if data is None:
        return None
    core, forms, never = (
        tuple(" ".join(tokens(entry)) for entry in data[key]) for key in ("core", "forms", "never")
    )
    return TitleRule(core, forms, never)


def _weights(labels: list[Label]) -> dict[str, float]:
    holders: dict[str, set[str]] = {}
    for label in labels:
        for token in label.tokens:
            holders.setdefault(token, set()).add(label.attribute)
    total = len({label.attribute for label in labels})
    return {token: math.log(1 + total / len(found)) for token, found in holders.items()}
