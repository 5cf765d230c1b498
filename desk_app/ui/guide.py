"""The officers' guide: one source, written out as pages to read in a browser and as Markdown.

Labels and keys come from the table of acts at the moment of writing, so the guide cannot name a key
that is another one by now.
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import resources
from desk_app.texts import Texts
from desk_app.ui.common import keys

LANGUAGE = "vi"
INDEX = "index"
_ACT = re.compile(r"\{(act|key):(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePage:
    """One page; sentences have their acts and keys filled in."""

    id: str
    title: str
    scope: str
    pictures: tuple[str, ...]
    steps: tuple[str, ...]
    troubles: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """The whole guide and the words around its pages."""

    title: str
    intro: str
    words: dict[str, str]
    pages: tuple[GuidePage, ...]
    everywhere: tuple[tuple[str, str], ...]


def load() -> Guide:
    """The guide with the keys in force."""
    data = resources.toml(f"guide/{LANGUAGE}.toml")
    texts = Texts(LANGUAGE)

    def fill(sentence: str) -> str:
        return _ACT.sub(lambda found: _named(found, texts), sentence)

    def table(scope: str) -> tuple[tuple[str, str], ...]:
        return tuple(
            (keys.shown(item.key), texts.label(item.label_key, count="N"))
            for item in keys.ACTIONS
            if scope in item.scopes
        )

    pages = tuple(
        GuidePage(
            id=page["id"],
            title=page["title"],
            scope=page["scope"],
            pictures=tuple(page["pictures"]),
            steps=tuple(fill(line) for line in page["steps"]),
            troubles=tuple(fill(line) for line in page["troubles"]),
            keys=table(page["scope"]),
        )
        for page in data["page"]
    )
    words = {name: str(data[name]) for name in ("keys", "everywhere", "trouble", "back")}
    return Guide(
        title=data["title"], intro=fill(data["intro"]), words=words, pages=pages,
        everywhere=table("everywhere"),
    )  # fmt: skip


def hints_of(scope: str) -> tuple[str, ...]:
    """What the guide says to do on a screen, in order; nothing for a screen without a page."""
    return next((page.steps for page in load().pages if page.scope == scope), ())


def _named(found: re.Match[str], texts: Texts) -> str:
    """An act by its label and key, or the key alone."""
    action = keys.action(found[2])
    key = keys.shown(action.key)
    return key if found[1] == "key" else f"{texts.label(action.label_key, count='N')} ({key})"


def as_markdown(pictures: str) -> Iterator[tuple[str, str]]:
    """(file name, text) of each page.

    Args:
        pictures: where the pictures lie, seen from the pages.
    """
    guide = load()
    lines = [f"# {guide.title}", "", guide.intro, ""]
    lines += [f"- [{page.title}]({page.id}.md)" for page in guide.pages]
    lines += ["", f"## {guide.words['everywhere']}", "", *_markdown_keys(guide.everywhere)]
    yield "README.md", "\n".join(lines) + "\n"
    for page in guide.pages:
        lines = [f"# {page.title}", "", f"[{guide.words['back']}](README.md)", ""]
        for picture in page.pictures:
            lines += [f"![{page.title}]({pictures}/{picture}.png)", ""]
        lines += [f"{number}. {step}" for number, step in enumerate(page.steps, start=1)]
        if page.troubles:
            lines += ["", f"## {guide.words['trouble']}", "", *(f"- {t}" for t in page.troubles)]
        if page.keys:
            lines += ["", f"## {guide.words['keys']}", "", *_markdown_keys(page.keys)]
        yield f"{page.id}.md", "\n".join(lines) + "\n"


def _markdown_keys(rows: tuple[tuple[str, str], ...]) -> list[str]:
    return ["| | |", "|---|---|", *(f"| `{key}` | {label} |" for key, label in rows)]


_STYLE = (
    "body{font:16px/1.5 'Segoe UI','Noto Sans',sans-serif;max-width:60em;margin:2em auto;"
    "padding:0 1em;color:#1A2129}img{max-width:100%;border:1px solid #C9D1DA;border-radius:6px}"
    "table{border-collapse:collapse}td{padding:.2em .8em .2em 0}kbd{border:1px solid #7B8794;"
    "border-radius:4px;padding:0 .4em;font-size:.9em;white-space:nowrap}a{color:#0B4F94}"
)


def write_html(folder: Path) -> dict[str, Path]:
    """Write the guide as pages for a browser.

    Returns:
        the file of each page by the screen it belongs to, and of the list of pages as ``index``.
    """
    guide, say = load(), html.escape
    folder.mkdir(parents=True, exist_ok=True)
    files = {INDEX: folder / f"{INDEX}.html"}
    files |= {page.scope: folder / f"{page.id}.html" for page in guide.pages}
    items = "".join(f'<li><a href="{p.id}.html">{say(p.title)}</a></li>' for p in guide.pages)
    body = f"<p>{say(guide.intro)}</p><ol>{items}</ol>"
    body += f"<h2>{say(guide.words['everywhere'])}</h2>{_html_keys(guide.everywhere, say)}"
    files[INDEX].write_text(_page(guide.title, body), encoding="utf-8")
    for page in guide.pages:
        body = f'<p><a href="{INDEX}.html">{say(guide.words["back"])}</a></p>'
        for picture in page.pictures:
            source = resources.path(f"guide/{picture}.png").as_uri()
            body += f'<p><img src="{say(source)}" alt="{say(page.title)}"></p>'
        body += "<ol>" + "".join(f"<li>{say(step)}</li>" for step in page.steps) + "</ol>"
        if page.troubles:
            body += f"<h2>{say(guide.words['trouble'])}</h2><ul>"
            body += "".join(f"<li>{say(line)}</li>" for line in page.troubles) + "</ul>"
        if page.keys:
            body += f"<h2>{say(guide.words['keys'])}</h2>{_html_keys(page.keys, say)}"
        files[page.scope].write_text(_page(page.title, body), encoding="utf-8")
    return files


def _html_keys(rows: tuple[tuple[str, str], ...], say: Callable[[str], str]) -> str:
    cells = (f"<tr><td><kbd>{say(key)}</kbd></td><td>{say(label)}</td></tr>" for key, label in rows)
    return f"<table>{''.join(cells)}</table>"


def _page(title: str, body: str) -> str:
    head = f'<meta charset="utf-8"><title>{html.escape(title)}</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="{LANGUAGE}"><head>{head}</head><body><h1>{html.escape(title)}</h1>{body}</body></html>\n'  # noqa: E501  one line of markup
