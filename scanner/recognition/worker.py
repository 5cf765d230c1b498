"""The other process: everything that opens foreign files or runs foreign code lives here."""

import logging
import os
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.recognition.errors import RecognitionError
from scanner.recognition.learned import LearnedLabel
from scanner.recognition.reading import PageReading

if TYPE_CHECKING:  # loaded in the worker, when it serves
    from scanner.recognition.session import Session

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSettings:
    """What the worker is started with; all plain values, for `spawn`."""

    tessdata: Path | None
    binding: str
    memory_mb: int
    communes: Path | None = None
    labels: tuple[LearnedLabel, ...] = ()
    engine: str | None = None


@dataclass(frozen=True, slots=True)
class CountPages:
    """Ask how many pages a file has."""

    path: Path


@dataclass(frozen=True, slots=True)
class ReadPage:
    """Ask for one page."""

    path: Path
    index: int
    doc_type: str | None
    steps: Path | None


@dataclass(frozen=True, slots=True)
class Ready:
    """The engine is loaded."""

    engine: str


@dataclass(frozen=True, slots=True)
class Partly:
    """What is known before the letters are read; kept when reading them fails."""

    reading: PageReading


@dataclass(frozen=True, slots=True)
class Failed:
    """The file, or the engine, cannot be used."""

    error: RecognitionError


Answer = Ready | Partly | Failed | PageReading | int


def serve(pipe: Connection, settings: WorkerSettings) -> None:
    """Answer questions until the other side hangs up."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    try:
        session = _start(settings)
    except RecognitionError as error:
        pipe.send(Failed(error))
        return
    pipe.send(Ready(session.engine_name))
    while True:
        try:
            question = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            pipe.send(_answer(question, session, pipe))
        except RecognitionError as error:
            pipe.send(Failed(error))
        except MemoryError:
            pipe.send(Failed(RecognitionError("recognition.out_of_memory")))
            return


def _start(settings: WorkerSettings) -> "Session":
    import cv2

    from scanner.memory import limit_own_memory
    from scanner.recognition.session import Session

    cv2.setNumThreads(1)
    limit_own_memory(settings.memory_mb)
    return Session(settings)


def _answer(question: object, session: "Session", pipe: Connection) -> Answer:
    from scanner.recognition.load import page_count

    if isinstance(question, CountPages):
        return page_count(question.path)
    if isinstance(question, ReadPage):
        started = time.perf_counter()
        return session.read(
            question, partly=lambda reading: pipe.send(Partly(reading)), started=started
        )
    raise TypeError(type(question))
