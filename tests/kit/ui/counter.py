"""An officer at a counter who has nothing but a keyboard, and reads the screen as a screen reader does."""

import re
import sys

from tests.kit.ui.outside import Screen, end, wait

DOUBTS = re.compile(r"(\d+) trường cần soát")


class Counter:
    """The program of one officer in a session.

    Args:
        screen: the session.
        folder: the profile.
        log: where the program writes what goes wrong.
    """

    def __init__(self, screen: Screen, folder, log) -> None:
        self.screen, self.reader, self.log = screen, screen.reader, log
        self.program = screen.start(
            [sys.executable, "-m", "desk_app", "--profile", str(folder)], log
        )

    def act(self, key: str, label: str) -> None:
        """Do an act by its key."""
        self.screen.key(key)

    def close(self) -> None:
        """The officer goes home; the program must end by itself when its window is closed."""
        self.screen.key("alt+F4")
        try:
            self.program.wait(30)
        except Exception:
            end(self.program)
            raise

    def sign_in(self, user: str) -> None:
        """Name, Enter, password, Enter."""
        reader, screen = self.reader, self.screen
        reader.wait_for("Tên đăng nhập", "text")
        wait(reader.focused, "a focus")
        if "Tên đăng nhập" not in reader.focused()["name"]:
            screen.key("shift+Tab")
            reader.wait_focus("Tên đăng nhập")
        screen.key("ctrl+a")
        screen.type(user)
        screen.key("Return")
        reader.wait_focus("Mật khẩu")
        screen.type("x")
        screen.key("Return")
        reader.wait_for("Việc của tôi")

    def open_queue(self, number: int, code: str) -> None:
        """The queue of a step, and in it the dossier."""
        self.act(f"ctrl+{number}", f"{number} ")
        wait(lambda: code[4:] in str(self.reader.told()), f"{code} in queue {number}")
        self.screen.key("Return")

    def doubts(self) -> int:
        """How many fields the form says need a look."""
        found = next(
            (
                DOUBTS.search(row["name"])
                for row in self.reader.rows()
                if DOUBTS.search(row["name"])
            ),
            None,
        )
        return int(found[1]) if found else 0

    def enter_pin(self, pin: str) -> None:
        """The PIN, when it is asked."""
        self.reader.wait_focus("Mã PIN")
        self.screen.type(pin)
        self.screen.key("Return")


class Listener(Counter):
    """An officer who sees nothing: acts are found by their names in what the screen reader says, and done there."""

    def act(self, key: str, label: str) -> None:
        """Do an act by pressing the thing that is called so."""
        self.reader.do(
            self.reader.wait_for(label, "button" if not label[0].isdigit() else "check box")
        )
