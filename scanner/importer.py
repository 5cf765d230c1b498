"""Files from a phone, a stick or another program, opened in a child process of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from scanner.devices import PageBytes
from scanner.errors import FileError
from scanner.worker import Pipe, Worker, WorkerDied, WorkerHung

#: Pixels of A0 at 300 dpi with a margin; see `scanner.inspection.decode`.
_LIMIT_MPX = 200
#: An A0 page decoded twice, beside the libraries themselves.
_MEMORY_MB = 4096


@dataclass(frozen=True, slots=True)
class FileContent:
    """What a file is, proved to its end.

    Attributes:
        mime: by content, never by name.
        is_signed: it holds a digital signature: keep the file itself, its pages are for looking.
    """

    mime: str
    pages: int
    is_signed: bool


@dataclass(frozen=True, slots=True)
class OpenFile:
    """Asks the child to open a file; answered by `FileContent`, then pages on `NextPage`."""

    path: str


@dataclass(frozen=True, slots=True)
class NextPage:
    """Asks for one page more; answered by `PageBytes` or None at the end."""


@dataclass(frozen=True, slots=True)
class FileRefused:
    """The child's refusal.

    Attributes:
        kind: encrypted, not_a_page, too_large or damaged.
    """

    kind: str
    reason: str


class Importer:
    """Opens one file at a time.

    Args:
        deadline_s: for one answer; an A0 page takes about 3 s to render.
    """

    def __init__(self, *, deadline_s: float = 60.0) -> None:
        self._worker = Worker(_serve, "scanner-importer")
        self._deadline_s = deadline_s

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child."""
        self._worker.stop()

    def examine(self, path: Path) -> FileContent:
        """What a file is.

        Raises:
            FileError: it cannot become pages.
        """
        answer = self._ask(OpenFile(str(path)), path)
        if not isinstance(answer, FileContent):
            raise TypeError(answer)
        return answer

    def pages(self, path: Path, *, origin: str = "") -> Iterator[PageBytes]:
        """The pages of a file, in order, one in memory at a time.

        Args:
            path: the file.
            origin: put before ``#number`` as each page's origin.

        Raises:
            FileError: it cannot become pages.
        """
        self.examine(path)
        number = 0
        while True:
            page = self._ask(NextPage(), path)
            if page is None:
                return
            if not isinstance(page, PageBytes):
                raise TypeError(page)
            number += 1
            yield PageBytes(
                page.data,
                page.mime,
                page.dpi,
                f"{origin}#{number}" if origin else "",
                page.is_exact,
            )

    def _ask(self, question: OpenFile | NextPage, path: Path) -> object:
        try:
            self._worker.send(question, deadline_s=self._deadline_s)
            answer: object = self._worker.receive(deadline_s=self._deadline_s)
        except WorkerHung as end:
            raise FileError("scanner.file_damaged", file=path.name, reason="too slow") from end
        except WorkerDied as end:
            raise FileError("scanner.file_damaged", file=path.name, reason="crash") from end
        if isinstance(answer, FileRefused):
            raise _refusal(answer, path.name)
        return answer


def _refusal(refused: FileRefused, name: str) -> FileError:
    match refused.kind:
        case "encrypted":
            return FileError("scanner.file_encrypted", file=name)
        case "not_a_page":
            return FileError("scanner.file_not_a_page", file=name)
        case "too_large":
            return FileError("scanner.file_too_large", file=name, limit_mpx=_LIMIT_MPX)
        case _:
            return FileError("scanner.file_damaged", file=name, reason=refused.reason)


def _serve(pipe: Pipe) -> None:
    """The child: open, then page after page."""
    from scanner.inspection import files
    from scanner.inspection.limits import TooLarge, Unreadable
    from scanner.memory import limit_own_memory

    limit_own_memory(_MEMORY_MB)
    pages: Iterator[files.FilePage] = iter(())
    while True:
        order = pipe.recv()
        try:
            if isinstance(order, OpenFile):
                path = Path(order.path)
                facts = files.examine(path)
                pages = files.pages_of(path, facts)
                pipe.send(FileContent(facts.mime, facts.pages, facts.is_signed))
            else:
                page = next(pages, None)
                pipe.send(page and PageBytes(page.data, page.mime, page.dpi, "", page.is_exact))
        except files.Encrypted as error:
            pipe.send(FileRefused("encrypted", str(error)))
        except files.NotAPage as error:
            pipe.send(FileRefused("not_a_page", str(error)))
        except TooLarge as error:
            pipe.send(FileRefused("too_large", str(error)))
        except (Unreadable, OSError) as error:
            pipe.send(FileRefused("damaged", str(error)))
        except Exception as error:  # noqa: BLE001 - readers answer damage with errors of any kind
            pages = iter(())
            pipe.send(FileRefused("damaged", type(error).__name__))
