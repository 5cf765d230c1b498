"""Definitions from outside, opened in a child process that a hostile file may end or hang."""

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from desk_app.domain.definitions import DefinitionError, Problem
from scanner.worker import Pipe, Worker, WorkerDied, WorkerHung

DEADLINE_S = 20.0
_MEMORY_MB = 1024


class ForeignReader:
    """Reads one file at a time; the child lives as long as the reader."""

    def __init__(self, *, deadline_s: float = DEADLINE_S) -> None:
        self._worker = Worker(_serve, "definition-reader")
        self._deadline_s = deadline_s

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._worker.stop()

    def read(self, file: Path) -> Mapping[str, object]:
        """The table of a TOML or JSON file, or of a workbook.

        Raises:
            DefinitionError: ``definition.unreadable``, ``definition.not_a_table``.
        """
        try:
            self._worker.send(file, deadline_s=self._deadline_s)
            answer = self._worker.receive(deadline_s=self._deadline_s)
        except (WorkerDied, WorkerHung) as end:
            problem = Problem(
                path=file.name, code="definition.unreadable", detail=type(end).__name__
            )
            raise DefinitionError(file.name, [problem]) from end
        if isinstance(answer, dict):
            return answer
        raise DefinitionError(file.name, answer)


def _serve(pipe: Pipe) -> None:
    from desk_app.adapters.catalogue.catalogue import read
    from scanner.memory import limit_own_memory

    limit_own_memory(_MEMORY_MB)
    while True:
        file: Path = pipe.recv()
        try:
            pipe.send(read(file))
        except DefinitionError as error:
            pipe.send(list(error.problems))
        except Exception as error:  # noqa: BLE001 - readers answer damage with many kinds of error
            detail = f"{type(error).__name__}: {error}"[:120]
            pipe.send([Problem(path=file.name, code="definition.unreadable", detail=detail)])
