"""The evidence package of a dossier: every rendition, every event, verdicts, one manifest.

NĐ 45/2020/NĐ-CP Art. 17: a stored dossier stays readable, in its original form, with origin and
time shown. The package is checked by ``desk-app verify-package`` and by the small program inside
it, which needs no desk.
"""

import dataclasses
import datetime as dt
import hashlib
import html
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import resources
from desk_app.application import results, wire
from desk_app.application.enquiries import DossierIndex, StoredEvent
from desk_app.application.ports import Office, SigningGrant
from desk_app.application.signing_acts import sign_files
from desk_app.application.work import look_at
from desk_app.domain.closing import archive_metadata
from desk_app.domain.components import Component, PaperRef
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import IntegrityError, UnavailableError
from desk_app.domain.events import GENESIS
from desk_app.domain.moments import VIETNAM
from desk_app.domain.people import Actor
from desk_app.domain.signatures import SignatureRole
from desk_app.texts import Texts, shipped
from resources.evidence import verify_package as package

_SUFFIX = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "application/json": "json",
    "text/plain": "txt",
}
_SCRIPT = "verify_package.py"
_PAGE = "timeline.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """One file of a dossier and what it is there.

    Attributes:
        role: ``component``, ``page``, ``result``, ``slip``, ``opinion`` or ``history`` (a file only
            an event names).
        of: key of the component, slip or opinion.
        is_newest: not replaced by a later state.
    """

    ref: PaperRef
    role: str
    of: str
    is_newest: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A written package."""

    dossier_code: str
    file: Path
    sha256: str
    size: int
    items: int
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Writes evidence packages."""

    office: Office
    index: DossierIndex

    def export(
        self,
        text: str,
        out: Path,
        *,
        signer: Actor | None = None,
        grant: SigningGrant | None = None,
    ) -> Exported:
        """Write the package of a dossier; the file is there whole or not at all.

        With ``signer`` and ``grant`` a statement over every item is signed and lies in it.

        Raises:
            IntegrityError: ``papers.damaged`` or ``evidence.chain_broken``; nothing is written.
            UnavailableError: ``evidence.not_written``.
        """
        dossier = look_at(self.office, text)
        events = self.index.events(dossier.id)
        report = self.index.check_chain(dossier.id)
        if not report.is_whole:
            code, facts = report.problems[0]
            raise IntegrityError("evidence.chain_broken", {**facts, "detail": code})
        data = dict(self._items(dossier, events))
        if signer is not None and grant is not None:
            data |= self._statement(dossier, data, signer, grant)
        manifest = self._manifest(dossier, events, data)
        part = out.with_name(out.name + ".part")
        try:
            with part.open("wb") as file:
                package.write_package(file, manifest, lambda name: data[name][0])
                file.flush()
                os.fsync(file.fileno())
            part.replace(out)
        except (OSError, ValueError) as error:
            part.unlink(missing_ok=True)
            raise UnavailableError(
                "evidence.not_written", {"file": out.name, "detail": type(error).__name__}
            ) from error
        return Exported(
            dossier_code=dossier.shown_code or dossier.id,
            file=out,
            sha256=_digest_of(out),
            size=out.stat().st_size,
            items=len(data) + 1,
            events=len(events),
        )

    def _items(
        self, dossier: Dossier, events: tuple[StoredEvent, ...]
    ) -> Iterator[tuple[str, tuple[bytes, dict[str, Any]]]]:
        found = renditions(dossier, events)
        named = list(zip(_names(found), found, strict=True))
        lines = b"".join(event.canonical.encode() + b"\n" for event in events)
        yield package.EVENTS, (lines, {"role": "history"})
        yield package.DOSSIER, (_json(dataclasses.asdict(dossier)), {"role": "record"})
        verdicts = self._verdicts(named)
        yield "verdicts.json", (_json(verdicts), {"role": "verdicts"})
        page = _timeline(self.office, dossier, events, named, verdicts)
        yield _PAGE, (page.encode(), {"role": "timeline", "media_type": "text/html"})
        mapping = resources.toml("rules/archive-metadata.toml")
        facts = {
            "agency_code": self.office.facts.agency_code,
            "agency_name": self.office.facts.agency_name,
        }
        metadata = archive_metadata(dossier, mapping, facts)
        yield "archive-metadata.json", (_json(metadata), {"role": "metadata"})
        script = resources.path(f"evidence/{_SCRIPT}").read_bytes()
        yield _SCRIPT, (script, {"role": "check"})
        for name, each in named:
            about = {
                "role": each.role,
                "of": each.of,
                "title": each.ref.name,
                "media_type": each.ref.media_type,
                "newest": each.is_newest,
            }
            yield name, (self.office.papers.read(each.ref.sha256), about)

    def _statement(
        self,
        dossier: Dossier,
        data: dict[str, tuple[bytes, dict[str, Any]]],
        signer: Actor,
        grant: SigningGrant,
    ) -> dict[str, tuple[bytes, dict[str, Any]]]:
        """The list of all items, and a paper with its digest under the officer's signature."""
        office, now, words = self.office, self.office.clock.now(), shipped()
        items = [
            {"name": name, "sha256": hashlib.sha256(body).hexdigest()}
            for name, (body, _) in data.items()
        ]
        code = str(dossier.code or dossier.id)
        stated = _json({"dossier_code": code, "items": items})
        digest = hashlib.sha256(stated).hexdigest()
        printed = office.printer.sheet(
            "statement",
            {
                "title": words.label("evidence.statement.title", code=code),
                "sentence": words.label("evidence.statement.sentence", count=len(items)),
                "digest": digest,
                "items": items,
                "made": f"{signer.full_name}, {now.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}",
            },
            issued_at=now,
        )
        plain = office.papers.put(
            printed.pdf, name=package.SIGNED, media_type="application/pdf", pages=printed.pages
        )
        batch = sign_files(office, signer, grant, [(package.SIGNED, plain)], SignatureRole.OFFICER)
        signed = batch.of(package.SIGNED).file
        return {
            package.STATEMENT: (stated, {"role": "statement"}),
            package.SIGNED: (
                office.papers.read(signed.sha256),
                {"role": "statement", "media_type": "application/pdf"},
            ),
        }

    def _verdicts(self, named: list[tuple[str, Rendition]]) -> list[dict[str, Any]]:
        now = self.office.clock.now()
        found = []
        for name, each in named:
            if each.ref.media_type != "application/pdf" or each.role == "page":
                continue
            said = self.office.verifier.verify(each.ref)
            kept = results.file_verdict(name, said, now)
            found.append(
                {
                    "file": name,
                    "sha256": each.ref.sha256,
                    "verdict": str(kept.verdict),
                    "reasons": list(kept.reasons),
                    "sentence": kept.sentence,
                    "signers": list(kept.signers),
                    "checked_at": kept.checked_at.isoformat(),
                }
            )
        return found

    def _manifest(
        self,
        dossier: Dossier,
        events: tuple[StoredEvent, ...],
        data: dict[str, tuple[bytes, dict[str, Any]]],
    ) -> dict[str, Any]:
        facts = self.office.facts
        return {
            "format": package.FORMAT,
            "dossier_code": dossier.shown_code,
            "dossier_id": dossier.id,
            "procedure": {"code": dossier.terms.code, "name": dossier.terms.name},
            "applicant": wire.person(dossier.applicant),
            "state": str(dossier.state),
            "made_at": self.office.clock.now().astimezone(VIETNAM).isoformat(),
            "made_by": {"agency": facts.agency_name, "unit": facts.unit_name, "desk": facts.desk},
            "chain": {"events": len(events), "head": events[-1].head if events else GENESIS},
            "items": [package.item(name, body, **about) for name, (body, about) in data.items()],
        }


def renditions(dossier: Dossier, events: tuple[StoredEvent, ...]) -> list[Rendition]:
    """Every file the dossier or its history names, each digest once, in the order of the work."""
    found: dict[str, Rendition] = {}
    for each in _of_dossier(dossier):
        known = found.get(each.ref.sha256)
        if known is None or (each.is_newest and not known.is_newest):
            found[each.ref.sha256] = each
    for event in events:
        for name, digest in event.files:
            if digest not in found:
                ref = PaperRef(sha256=digest, name=name, media_type=_media_type(name), size=0)
                found[digest] = Rendition(ref=ref, role="history", of=event.kind, is_newest=False)
    return list(found.values())


def _of_dossier(dossier: Dossier) -> Iterator[Rendition]:
    for component in dossier.components:
        yield from _of_component(component)
    for opinion in dossier.opinions:
        if opinion.file is not None:
            yield Rendition(ref=opinion.file, role="opinion", of=opinion.key)
    result = dossier.result
    if result is not None:
        for ref in result.earlier:
            yield Rendition(ref=ref, role="result", of="result", is_newest=False)
        if result.file is not None:
            yield Rendition(ref=result.file, role="result", of="result")
    for slip in dossier.slips:
        yield Rendition(ref=slip.file, role="slip", of=slip.key)


def _of_component(component: Component) -> Iterator[Rendition]:
    for page in component.pages:
        yield Rendition(ref=page, role="page", of=component.key)
    for ref in component.earlier:
        yield Rendition(ref=ref, role="component", of=component.key, is_newest=False)
    if component.file is not None:
        yield Rendition(ref=component.file, role="component", of=component.key)
    if component.text is not None:
        yield Rendition(ref=component.text, role="text", of=component.key)
    if component.reuse is not None and component.reuse.file is not None:
        yield Rendition(ref=component.reuse.file, role="component", of=component.key)


def _names(found: list[Rendition]) -> list[str]:
    names = []
    for number, each in enumerate(found, start=1):
        plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in each.of)
        suffix = _SUFFIX.get(each.ref.media_type, "bin")
        names.append(f"papers/{number:03d}-{each.role}-{plain or 'file'}.{suffix}")
    return names


def _media_type(name: str) -> str:
    suffix = name.rpartition(".")[2].lower()
    return next((kind for kind, known in _SUFFIX.items() if known == suffix), "application/pdf")


def _json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, default=_plain)
    return (text + "\n").encode()


def _plain(value: object) -> object:
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(str(each) for each in value)
    return str(value)


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _timeline(
    office: Office,
    dossier: Dossier,
    events: tuple[StoredEvent, ...],
    named: list[tuple[str, Rendition]],
    verdicts: list[dict[str, Any]],
) -> str:
    """A page a person can read without the program: who did what when, with links to the papers."""
    words = shipped()
    say = words.label
    names = {officer.user: officer.full_name for officer in office.staff.officers()}
    of = {each.ref.sha256: name for name, each in named}
    said = {row["file"]: row for row in verdicts}
    rows = [
        "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>".format(
            f"{event.at.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}",
            html.escape(names.get(event.user, event.user)),
            html.escape(_event(words, event.kind)),
            html.escape(event.reason),
            " ".join(_link(of[digest], title) for title, digest in event.files if digest in of),
        )
        for event in events
    ]
    papers = [
        "<tr><td>{}</td><td>{}</td><td>{}</td><td><code>{}</code></td></tr>".format(
            _link(name, each.ref.name),
            html.escape(say(f"evidence.role.{each.role}")),
            html.escape(str(said.get(name, {}).get("sentence", ""))),
            each.ref.sha256,
        )
        for name, each in named
    ]
    who = dossier.applicant.full_name if dossier.applicant else ""
    title = f"{dossier.shown_code or dossier.id} – {dossier.terms.name}"
    head = "".join(f"<th>{html.escape(say(f'evidence.column.{c}'))}</th>" for c in _EVENT_COLUMNS)
    more = "".join(f"<th>{html.escape(say(f'evidence.column.{c}'))}</th>" for c in _PAPER_COLUMNS)
    return (
        '<!doctype html><html lang="vi"><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style>"
        f"<h1>{html.escape(title)}</h1><p>{html.escape(who)}</p>"
        f"<table><tr>{head}</tr>{''.join(rows)}</table>"
        f"<table><tr>{more}</tr>{''.join(papers)}</table></html>\n"
    )


def _event(words: Texts, kind: str) -> str:
    key = f"ui.event.{kind}"
    return words.label(key if words.has(key) else "ui.event.other")


_EVENT_COLUMNS = ("at", "who", "what", "reason", "files")
_PAPER_COLUMNS = ("paper", "role", "verdict", "digest")
_STYLE = (
    "body{font:14px sans-serif;margin:2em}table{border-collapse:collapse;margin:1em 0}"
    "td,th{border:1px solid #999;padding:.3em .6em;text-align:left;vertical-align:top}"
    "code{font-size:11px;word-break:break-all}"
)


def _link(name: str, title: str) -> str:
    return f'<a href="{html.escape(name, quote=True)}">{html.escape(title)}</a>'
