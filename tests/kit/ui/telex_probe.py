"""Two of the desk's text fields and a key that saves, for the real input method; prints what was saved.

Not more than a window needs: the fields, the focus, the act. Run inside a session with the input method on.
Words on the command line are what the first field offers in a list; with ``--codes`` it takes codes alone.
"""

import json
import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desk_app.ui.common.text_area import ViTextEdit
from desk_app.ui.common.text_entry import ViLineEdit, commit_focus


def main() -> int:
    app = QApplication(sys.argv)
    window = QWidget()
    window.setWindowTitle("telex probe")
    column = QVBoxLayout(window)
    first, second, area = ViLineEdit("first"), ViLineEdit("second"), ViTextEdit("area")
    for name, widget in (("first", first), ("second", second), ("area", area)):
        widget.setAccessibleName(name)
        column.addWidget(widget)
    if sys.argv[1:] == ["--codes"]:
        first.codes_only()
    elif sys.argv[1:]:
        first.offer(sys.argv[1:])
    committed = {"first": "", "second": "", "area": ""}
    for name, widget in (("first", first), ("second", second), ("area", area)):
        widget.committed.connect(lambda value, name=name: committed.update({name: value}))

    def save() -> None:
        commit_focus()
        # What comes late must not change a field any more: look again after it had time to.
        QTimer.singleShot(700, tell)

    def tell() -> None:
        texts = {"first": first.text(), "second": second.text(), "area": area.toPlainText()}
        print(json.dumps({"committed": committed, "texts": texts}), flush=True)
        app.quit()

    QShortcut(QKeySequence("F12"), window, save)
    window.show()
    first.setFocus()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
