"""One child process for one PKCS#11 module: deadlines, kill, restart."""

import contextlib
import threading
from dataclasses import dataclass
from typing import Any

from signing.errors import SigningError
from signing.tokens.nursery import Child, Nursery
from signing.tokens.secret_pipe import Channel, send_secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """Seconds after which a silent module is given up and its process ended.

    Attributes:
        settle_s: how long after a fault the token is looked for: readers notice a pulled card
            only at their next poll.
    """

    start_s: float = 15.0
    list_s: float = 10.0
    login_s: float = 15.0
    pin_pad_s: float = 60.0
    sign_s: float = 20.0
    logout_s: float = 3.0
    settle_s: float = 1.5


class ModuleFaultError(Exception):
    """The module answered with an error; ``kind`` is the name of the PKCS#11 error."""

    def __init__(self, kind: str, detail: str) -> None:
        self.kind, self.detail = kind, detail
        super().__init__(f"{kind}: {detail}")


class ModuleProcess:
    """Starts the child when first needed and again after it was lost.

    One question at a time: ``ask`` takes the lock and ``answer`` gives it back, so that the caller
    can work between the two while the token computes.

    Attributes:
        generation: counts starts; a login made in an earlier generation no longer exists.
    """

    def __init__(self, module: str, deadlines: Deadlines, nursery: Nursery) -> None:
        self.module = module
        self.generation = 0
        self._deadlines, self._nursery = deadlines, nursery
        self._lock = threading.Lock()
        self._child: Child | None = None

    def call(
        self,
        verb: str,
        *arguments: object,
        deadline_s: float,
        pin: bytearray | None = None,
        generation: int | None = None,
    ) -> Any:
        """Ask and wait; see ``ask`` and ``answer``."""
        self.ask(verb, *arguments, pin=pin, generation=generation)
        return self.answer(deadline_s)

    def try_call(self, verb: str, *arguments: object, deadline_s: float) -> Any:
        """Like ``call``, but ``None`` at once when another question is under way."""
        if self._lock.locked():
            return None
        return self.call(verb, *arguments, deadline_s=deadline_s)

    def ask(
        self,
        verb: str,
        *arguments: object,
        pin: bytearray | None = None,
        generation: int | None = None,
    ) -> None:
        """Send one question; the PIN goes as bytes of its own and is never pickled.

        Args:
            verb: what to do.
            arguments: plain values for it.
            pin: sent after the question, in a message of its own.
            generation: when given, the child must still be that one, else ``ModuleFaultError``
                ``SessionLost``: a login must not be assumed in a fresh child.

        Raises:
            SigningError: the module cannot be loaded or its process died.
            ModuleFaultError: ``SessionLost``.
        """
        self._lock.acquire()
        try:
            self._refuse_other_generation(generation)
            connection = self._ready()
            connection.send((verb, arguments, pin is not None))
            if pin is not None:
                send_secret(connection, pin)
        except (OSError, ValueError) as error:
            self._drop()
            self._lock.release()
            raise SigningError("signing.module_crashed", module=self.module) from error
        except BaseException:
            self._lock.release()
            raise

    def answer(self, deadline_s: float) -> Any:
        """Wait for the answer to the question asked before.

        Raises:
            SigningError: ``signing.module_hung`` or ``signing.module_crashed``; the child is gone.
            ModuleFaultError: the module refused.
        """
        try:
            return self._receive(deadline_s)
        finally:
            self._lock.release()

    def close(self) -> None:
        """Log out and end the child; a child that does not end in time is killed."""
        with self._lock:
            if self._child is not None:
                with contextlib.suppress(OSError, ModuleFaultError, SigningError):
                    self._child.connection.send(("logout", (), False))
                    self._receive(self._deadlines.logout_s)
            self._drop()

    def _refuse_other_generation(self, generation: int | None) -> None:
        if generation is None:
            return
        is_alive = self._child is not None and self._child.process.is_alive()
        if not is_alive or generation != self.generation:
            raise ModuleFaultError("SessionLost", "the module was restarted")

    def _ready(self) -> Channel:
        if self._child is not None and not self._child.process.is_alive():
            self._drop()
        if self._child is None:
            self._start()
        assert self._child is not None  # noqa: S101 - tells the type checker what _start does
        return self._child.connection

    def _start(self) -> None:
        self._child = self._nursery.take(self.module)
        self.generation += 1
        try:
            self._receive(self._deadlines.start_s)
        except ModuleFaultError as fault:
            self._drop()
            raise SigningError(
                "signing.module_unusable", module=self.module, detail=fault.detail
            ) from fault

    def _receive(self, deadline_s: float) -> Any:
        if self._child is None:
            raise SigningError("signing.module_crashed", module=self.module)
        connection = self._child.connection
        try:
            if not connection.poll(deadline_s):
                self._drop()
                raise SigningError(
                    "signing.module_hung", module=self.module, seconds=round(deadline_s)
                )
            state, *rest = connection.recv()
        except (EOFError, OSError) as error:
            self._drop()
            raise SigningError("signing.module_crashed", module=self.module) from error
        if state == "ok":
            return rest[0]
        raise ModuleFaultError(*rest)

    def _drop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()
