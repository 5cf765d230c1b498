"""Many files under one login, at the speed of the token.

While the token signs one file the next is copied, hashed and laid out, and earlier ones are
stamped, written and checked by a few threads. The first error of the token ends the batch: no
second PIN, no second guess; files done stay done, the rest stays as it was.
"""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from signing.chain import Trust
from signing.clock import Clock, utc_now
from signing.cms.time_stamp import TimeStampService
from signing.errors import SigningError
from signing.files import discard
from signing.journal import BatchJournal
from signing.longterm import LongTerm
from signing.request import SignedFile, SignRequest
from signing.sign import FileSigner, PreparedFile
from signing.tokens.broker import SigningKey

_FINISHERS = 8
_MOST_WAITING = 16
_ENDS_BATCH = ("signing.pin_", "signing.token_", "signing.module_", "signing.session_")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileResult:
    """What became of one file: signed, refused with ``error``, or not reached.

    Attributes:
        state: ``signed``, ``refused``, ``pending`` (the batch ended before it) or ``done_before``.
        error: why it was refused, or what ended the batch.
    """

    request: SignRequest
    state: str
    signed: SignedFile | None = None
    error: SigningError | None = None


OnResult = Callable[[FileResult], None]


def sign_batch(  # noqa: PLR0913 - what a batch needs, each with its default
    requests: Iterable[SignRequest],
    key: SigningKey,
    *,
    journal: Path | None = None,
    tsa: TimeStampService | None = None,
    trust: Trust | None = None,
    long_term: LongTerm | None = None,
    clock: Clock = utc_now,
    on_result: OnResult | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> list[FileResult]:
    """Sign files in order under the login of ``key``.

    Args:
        requests: each with its own target; a target that is a later source is waited for.
        key: logged in; asks for the PIN before each signature where the key wants that.
        journal: a file to continue from after a fall; files in place are not signed again.
        tsa: as for one file.
        trust: as for one file.
        long_term: as for one file.
        clock: as for one file.
        on_result: called once a file, in no fixed order, from one thread at a time.
        is_cancelled: asked before each file; what was not begun then stays pending.

    Returns:
        One result a request, in the order of the requests.
    """
    todo = list(requests)
    signer = FileSigner(
        key.certificate, others=key.others, tsa=tsa, trust=trust, long_term=long_term, clock=clock
    )
    keeper = BatchJournal(journal) if journal is not None else None
    try:
        run = _Run(todo, key, signer, keeper, on_result, is_cancelled)
        return run.perform()
    finally:
        if keeper is not None:
            keeper.close()


class _Run:
    def __init__(
        self,
        todo: list[SignRequest],
        key: SigningKey,
        signer: FileSigner,
        journal: BatchJournal | None,
        on_result: OnResult | None,
        is_cancelled: Callable[[], bool],
    ) -> None:
        self._todo, self._key, self._signer, self._journal = todo, key, signer, journal
        self._on_result, self._is_cancelled = on_result, is_cancelled
        self._results: dict[int, FileResult] = {}
        self._lock = threading.Lock()
        self._slots = threading.BoundedSemaphore(_MOST_WAITING)
        self._open_targets: dict[Path, Future[None]] = {}
        self._refused_targets: dict[Path, SigningError] = {}

    @property
    def _batch(self) -> str | None:
        return None if self._journal is None else self._journal.batch

    def perform(self) -> list[FileResult]:
        if self._journal is not None:
            self._journal.settle()
            self._journal.plan([(row.source, row.target, row.role.value) for row in self._todo])
        with ThreadPoolExecutor(_FINISHERS, "finish") as self._pool:
            stop = self._sign_all()
        for at, request in enumerate(self._todo):
            if at not in self._results:
                self._tell(at, FileResult(request=request, state="pending", error=stop))
        return [self._results[at] for at in range(len(self._todo))]

    def _sign_all(self) -> SigningError | None:
        """Keep the token busy; gives back the error that ended the batch, if one did."""
        at_token: tuple[int, PreparedFile] | None = None
        prepared: PreparedFile | None = None
        try:
            for at, request in enumerate(self._todo):
                if self._is_cancelled():
                    break
                if at_token is not None and at_token[1].request.target == request.source:
                    waiting, at_token = at_token, None
                    self._collect(*waiting)
                prepared = self._prepare(at, request)
                if prepared is None:
                    continue
                if at_token is not None:
                    waiting, at_token = at_token, None
                    self._collect(*waiting)
                self._key.begin(prepared.attributes, self._signer.hash_name)
                at_token, prepared = (at, prepared), None
            if at_token is not None:
                waiting, at_token = at_token, None
                self._collect(*waiting)
        except SigningError as error:
            return error
        finally:
            for left in (prepared, at_token[1] if at_token else None):
                if left is not None:
                    discard(left.temporary)
        return None

    def _prepare(self, at: int, request: SignRequest) -> PreparedFile | None:
        if self._journal is not None and self._journal.is_done(request.target, request.role.value):
            self._tell(at, FileResult(request=request, state="done_before"))
            return None
        earlier = self._open_targets.get(request.source)
        if earlier is not None:
            earlier.result()
        if request.source in self._refused_targets:
            # Number and date must stand in the file before the seal closes it.
            self._refuse(at, request, self._refused_targets[request.source])
            return None
        try:
            prepared = self._signer.prepare(request, batch=self._batch)
        except SigningError as error:
            self._refuse(at, request, error)
            return None
        self._note(request, "prepared", source_sha256=prepared.source_hash.hexdigest())
        return prepared

    def _collect(self, at: int, prepared: PreparedFile) -> None:
        """Take the signature from the token and let a thread do the rest."""
        before = self._key.token_seconds
        try:
            signature = self._key.finish()
        except BaseException:
            discard(prepared.temporary)
            raise
        spent = self._key.token_seconds - before
        self._slots.acquire()
        future = self._pool.submit(self._finish, at, prepared, signature, spent)
        self._open_targets[prepared.request.target] = future

    def _finish(
        self, at: int, prepared: PreparedFile, signature: bytes, token_seconds: float
    ) -> None:
        request = prepared.request
        try:
            signed = self._signer.finish(
                prepared,
                signature,
                token_seconds,
                before_replace=lambda sha256: self._note(
                    request, "verified", sha256=sha256, field=prepared.plan.name
                ),
            )
        except SigningError as error:
            self._refuse(at, request, error)
        else:
            self._note(request, "in_place", sha256=signed.sha256)
            self._tell(at, FileResult(request=request, state="signed", signed=signed))
        finally:
            self._slots.release()

    def _refuse(self, at: int, request: SignRequest, error: SigningError) -> None:
        self._refused_targets[request.target] = error
        self._note(request, "refused", code=error.code)
        self._tell(at, FileResult(request=request, state="refused", error=error))

    def _note(self, request: SignRequest, state: str, **facts: str) -> None:
        if self._journal is not None:
            with self._lock:
                self._journal.note(request.target, request.role.value, state, **facts)

    def _tell(self, at: int, result: FileResult) -> None:
        with self._lock:
            self._results[at] = result
            if self._on_result is not None:
                self._on_result(result)


def pins_needed(key: SigningKey, files: int) -> int:
    """How often the PIN is asked for a batch of ``files``, the login included."""
    return 1 + (files if key.asks_pin_each_time else 0)


def ends_batch(error: SigningError) -> bool:
    """Whether an error comes from the token rather than from one file."""
    return error.code.startswith(_ENDS_BATCH)
