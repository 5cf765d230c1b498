"""The side the desk talks to: pages in, readings out, whatever the engine does."""

import logging
import multiprocessing
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from scanner.recognition.errors import RecognitionError
from scanner.recognition.learned import LearnedLabel
from scanner.recognition.reading import PageReading, page_name
from scanner.recognition.worker import (
    Answer,
    CountPages,
    Failed,
    Partly,
    ReadPage,
    Ready,
    WorkerSettings,
    serve,
)

log = logging.getLogger(__name__)

_START_S = 60.0
_FAILURES_OF_A_PAGE = {
    "recognition.out_of_memory",
    "recognition.engine_failed",
    "recognition.crashed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderOptions:
    """How pages are read.

    Attributes:
        tessdata: folder with `vie.traineddata`; None: TESSDATA_PREFIX, then the usual places.
        binding: which way Tesseract is called.
        deadline_s: for one page; past it the worker is ended and replaced.
        memory_mb: ceiling of the worker's memory.
        communes: imported official table of communes (CSV, see `communes`).
        labels: wordings the office has taught its reader.
        engine: import path `package.module:Class` of another `Recogniser`, for tests and trials.
    """

    tessdata: Path | None = None
    binding: Literal["tesserocr", "pytesseract"] = "tesserocr"
    deadline_s: float = 15.0
    memory_mb: int = 3072
    communes: Path | None = None
    labels: tuple[LearnedLabel, ...] = ()
    engine: str | None = None


class Reader:
    """A long-lived reader with one worker process. Not safe to share between threads."""

    def __init__(self, options: ReaderOptions | None = None) -> None:
        self.options = options or ReaderOptions()
        self.replaced = 0
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def worker_pid(self) -> int | None:
        """Process number of the worker, while it runs."""
        return None if self._process is None else self._process.pid

    def warm_up(self) -> str:
        """Start the worker and load the model; give back the engine's name.

        Raises:
            RecognitionError: recognition.model_missing, recognition.engine_missing,
                recognition.communes_wrong.
        """
        if self._pipe is not None and self._process is not None and self._process.is_alive():
            return self._engine
        self._stop()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        settings = WorkerSettings(
            tessdata=self.options.tessdata,
            binding=self.options.binding,
            memory_mb=self.options.memory_mb,
            communes=self.options.communes,
            labels=self.options.labels,
            engine=self.options.engine,
        )
        process = context.Process(
            target=serve, args=(theirs, settings), name="recognition", daemon=True
        )
        process.start()
        theirs.close()
        pipe: Any = ours  # a PipeConnection on Windows, a Connection elsewhere
        self._process, self._pipe = process, pipe
        answer = self._receive(time.monotonic() + _START_S)
        if isinstance(answer, Ready):
            self._engine = answer.engine
            return self._engine
        self._stop()
        if isinstance(answer, Failed):
            raise answer.error
        raise RecognitionError("recognition.engine_missing", engine=self.options.binding)

    def read(
        self, path: Path, *, doc_type: str | None = None, steps: Path | None = None
    ) -> Iterator[PageReading]:
        """Every page of a file, one after the other.

        Args:
            path: JPEG, PNG, TIFF, BMP, WebP, HEIC or PDF.
            doc_type: known type; None: found from the page.
            steps: folder that gets a picture of each cleaning step.

        Raises:
            RecognitionError: recognition.file_missing, recognition.unreadable,
                recognition.model_missing, recognition.engine_missing. What happens to a single
                page is in `PageReading.problem` and raises nothing.
        """
        count = self._ask(CountPages(path))
        if not isinstance(count, int):
            raise RecognitionError("recognition.unreadable", file=path.name)
        for index in range(count):
            yield self._page(path, index, doc_type, steps)

    def _page(
        self, path: Path, index: int, doc_type: str | None, steps: Path | None
    ) -> PageReading:
        name = page_name(path.name, index)
        started = time.monotonic()
        nothing = PageReading(page=name, index=index)
        self.warm_up()
        pipe = self._pipe
        if pipe is None:
            return replace(nothing, problem="recognition.crashed")
        deadline = time.monotonic() + self.options.deadline_s
        known = nothing
        try:
            pipe.send(ReadPage(path, index, doc_type, steps))
        except (OSError, ValueError):
            answer: Answer | str = "recognition.crashed"
        else:
            answer = self._receive(deadline)
            while isinstance(answer, Partly):
                known = answer.reading
                answer = self._receive(deadline)
        if isinstance(answer, PageReading):
            return answer.frozen()
        if isinstance(answer, Failed):
            if answer.error.code not in _FAILURES_OF_A_PAGE:
                raise answer.error
            problem = answer.error.code
        else:
            problem = answer if isinstance(answer, str) else "recognition.crashed"
        if problem != "recognition.engine_failed":
            log.warning("page %s: %s, worker replaced", index, problem)
            self.replaced += 1
            self._stop()
        return replace(known, problem=problem, seconds=time.monotonic() - started).frozen()

    def _ask(self, question: CountPages) -> Answer | str:
        self.warm_up()
        if self._pipe is None:
            return "recognition.crashed"
        try:
            self._pipe.send(question)
        except (OSError, ValueError):
            self._stop()
            return "recognition.crashed"
        answer = self._receive(time.monotonic() + self.options.deadline_s)
        if isinstance(answer, Failed):
            raise answer.error
        if isinstance(answer, str):
            self._stop()
        return answer

    def _receive(self, deadline: float) -> Answer | str:
        """The worker's next answer, or the code of what kept it from answering."""
        pipe = self._pipe
        if pipe is None:
            return "recognition.crashed"
        try:
            if not pipe.poll(max(0.0, deadline - time.monotonic())):
                return "recognition.timeout"
            answer: Answer = pipe.recv()
        except (EOFError, OSError, MemoryError):
            return "recognition.crashed"
        return answer

    def close(self) -> None:
        """End the worker; may be called again."""
        self._stop()

    def _stop(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._process is not None:
            self._process.join(0.2)
            if self._process.is_alive():
                self._process.kill()
            self._process.join(5.0)
            self._process = None

    _engine = ""


def read_file(
    path: Path,
    *,
    doc_type: str | None = None,
    steps: Path | None = None,
    options: ReaderOptions | None = None,
) -> list[PageReading]:
    """Read every page of one file with a reader of its own.

    See `Reader.read` for the arguments and errors. Scripts need the `__main__` guard that `spawn`
    asks for.
    """
    with Reader(options) as reader:
        return list(reader.read(path, doc_type=doc_type, steps=steps))
