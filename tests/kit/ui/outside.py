"""Drives the running program from outside, as a person with a keyboard or a screen reader does.

A private X server with a window manager, a private D-Bus session with the accessibility bus, and where it is
asked for a real Vietnamese input method (ibus-unikey, Telex). Nothing in here imports the program.
"""

import contextlib
import json
import os
import subprocess
import threading
import time
from pathlib import Path

HERE = Path(__file__).parent
SIZE = "1366x768x24"
PATIENCE_S = 60.0
ITEMS = ("list item", "table cell", "tree item")


class Gone(AssertionError):
    """What was waited for did not come; says what was there instead."""


class Screen:
    """The private session. A context manager; ``env`` starts programs inside it.

    Args:
        home: an empty folder that becomes HOME and the run-time folder.
        unikey: start the input method; ``sync`` handles key events synchronously, as some systems do.
    """

    def __init__(self, home: Path, *, unikey: bool = False, sync: bool = False) -> None:
        self.home, self.unikey, self.sync = home, unikey, sync
        self.env = {}
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> "Screen":
        self.home.mkdir(parents=True, exist_ok=True)
        self.home.chmod(0o700)
        kept = {
            name: os.environ[name]
            for name in ("PATH", "LANG", "SOFTHSM2_CONF")
            if name in os.environ
        }
        home = str(self.home)
        self.env = {**kept, "LANG": "C.UTF-8", "HOME": home, "XDG_RUNTIME_DIR": home, "XDG_CACHE_HOME": home,
                    "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, "QT_QPA_PLATFORM": "xcb",
                    "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "OMP_THREAD_LIMIT": "1", "NO_AT_BRIDGE": "0"}  # fmt: skip
        read, write = os.pipe()
        self._start(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", SIZE, "-nolisten", "tcp"],
            pass_fds=(write,),
        )
        os.close(write)
        with os.fdopen(read) as told:
            self.env["DISPLAY"] = ":" + told.readline().strip()
        bus = self._start(
            ["dbus-daemon", "--session", "--nofork", "--print-address"],
            stdout=subprocess.PIPE,
            text=True,
        )
        self.env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        self._start(["openbox"])
        self.call(["gdbus", "call", "--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus",
                   "--method", "org.freedesktop.DBus.Properties.Set", "org.a11y.Status", "IsEnabled", "<true>"])  # fmt: skip
        if self.unikey:
            self._start_unikey()
        tree = self._start(["/usr/bin/python3", "-I", str(HERE / "accessible_tree.py")], stdin=subprocess.PIPE,
                           stdout=subprocess.PIPE, text=True)  # fmt: skip
        self.reader = Reader(tree)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _start_unikey(self) -> None:
        self.env |= {"QT_IM_MODULE": "ibus", "XMODIFIERS": "@im=ibus"}
        if self.sync:
            self.env["IBUS_ENABLE_SYNC_MODE"] = "1"
        self._start(["ibus-daemon", "--replace", "--xim", "--panel", "disable"])
        wait(lambda: "Unikey" in self.call(["ibus", "list-engine"]), "the input method")

    def telex(self, *, on: bool) -> None:
        """Switch the input method and wait until it is so."""
        engine = "Unikey" if on else "xkb:us::eng"
        self.call(["ibus", "engine", engine])
        wait(lambda: self.call(["ibus", "engine"]).strip() == engine, f"the engine {engine}")

    def _start(self, command: list[str], **options: object) -> subprocess.Popen:
        options.setdefault("stdout", subprocess.DEVNULL)
        with (self.home / "session.log").open("ab") as log:
            process = subprocess.Popen(command, env=self.env, stderr=log, **options)
        self._stack.callback(end, process)
        return process

    def start(self, command: list[str], log: Path) -> subprocess.Popen:
        """A program in this session; ended with it."""
        with log.open("ab") as out:
            process = subprocess.Popen(command, env=self.env, stdout=out, stderr=out)
        self._stack.callback(end, process)
        return process

    def hears(self) -> "Ears":
        """A screen reader that listens from now on."""
        ears = self._start(["/usr/bin/python3", "-I", str(HERE / "hears.py")], stdout=subprocess.PIPE, text=True)  # fmt: skip
        assert json.loads(ears.stdout.readline()) == "listening"
        return Ears(ears)

    def call(self, command: list[str]) -> str:
        """Run a small program to its end and give what it said."""
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=30)
        return done.stdout

    # -- the keyboard

    def key(self, *keys: str) -> None:
        """Press keys by their X names (``F12``, ``ctrl+0``, ``Return``)."""
        self.call(["xdotool", "key", "--delay", "30", *keys])

    def type(self, text: str, delay_ms: int = 25) -> None:
        """Type plain keys; with the input method on these are Telex."""
        self.call(["xdotool", "type", "--delay", str(delay_ms), text])

    def click(self, window: str, x: int, y: int) -> None:
        """Press the left button at a place of a window, told by its title."""
        found = self.call(["xdotool", "search", "--name", window]).split()[0]
        self.call(["xdotool", "mousemove", "--window", found, str(x), str(y), "click", "1"])

    def picture(self, file: Path) -> None:
        """The screen as it is, for a person who looks into a failure."""
        from PIL import ImageGrab

        ImageGrab.grab(xdisplay=self.env["DISPLAY"]).save(file)


def end(process: subprocess.Popen) -> None:
    """End a program we started."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait(found, what: str, seconds: float = PATIENCE_S):
    """Wait for a condition; gives what it gave."""
    end_at = time.monotonic() + seconds
    while time.monotonic() < end_at:
        value = found()
        if value:
            return value
        time.sleep(0.1)
    raise Gone(f"waited {seconds:.0f} s for {what}")


MANNERS = {1: "polite", 2: "at_once"}  # as AT-SPI numbers them


class Ears:
    """What a screen reader is told without asking, in its order: manner and words."""

    def __init__(self, process: subprocess.Popen) -> None:
        self.heard: list[tuple[str, str]] = []
        threading.Thread(target=self._listen, args=(process.stdout,), daemon=True).start()

    def _listen(self, told) -> None:
        for line in told:
            politeness, words = json.loads(line)
            self.heard.append((MANNERS[politeness], words))


class Reader:
    """A screen reader's eyes: the accessibility tree of everything that shows."""

    def __init__(self, process: subprocess.Popen) -> None:
        self._process = process

    def _ask(self, line: str):
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def rows(self) -> list[dict]:
        """Everything that shows, in tree order."""
        said = self._ask("tree")
        return [row for row in said.get("ok", []) if row.get("showing")]

    def find(self, name: str, role: str = "") -> dict | None:
        """The first object whose name contains ``name``."""
        return next((r for r in self.rows() if name in r["name"] and role in r["role"]), None)

    def focused(self) -> dict | None:
        """What has the focus; of a list or table the current item (Qt marks those of other lists too)."""
        rows = [row for row in self.rows() if row["focused"] and row["role"] != "frame"]
        holder = next((row for row in rows if row["role"] not in ITEMS), None)
        if holder is not None and holder["role"] in ("list", "table"):
            inside = (row for row in rows if row["id"].startswith(holder["id"] + "."))
            return next(inside, holder)
        return holder

    def says(self, words: str) -> bool:
        """Whether these words are anywhere on the screen."""
        return any(words in row["name"] or words in row.get("text", "") for row in self.rows())

    def wait_for(self, name: str, role: str = "", seconds: float = PATIENCE_S) -> dict:
        """Wait until an object of that name shows."""
        try:
            return wait(lambda: self.find(name, role), name, seconds)
        except Gone as gone:
            raise Gone(f"{gone}; there is: {self.told()}") from None

    def wait_focus(self, name: str, seconds: float = PATIENCE_S) -> dict:
        """Wait until an object of that name has the focus."""

        def there():
            row = self.focused()
            return row if row and name in row["name"] else None

        try:
            return wait(there, f"focus on {name}", seconds)
        except Gone as gone:
            raise Gone(f"{gone}; focus: {self.focused()}; there is: {self.told()}") from None

    def told(self) -> list[str]:
        """Names of all that shows, for a failing test."""
        return [f"{r['role']}:{r['name'][:50]}" for r in self.rows() if r["name"]]

    def focus(self, row: dict) -> None:
        """Move the focus as an assistive program does."""
        assert self._ask(f"focus {row['id']}").get("ok"), row

    def do(self, row: dict) -> None:
        """Press it as an assistive program does."""
        assert self._ask(f"do {row['id']}").get("ok"), row
