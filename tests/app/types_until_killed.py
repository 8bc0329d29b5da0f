"""Run by a test: the real program, in which somebody types for ever, a word at a time.

Prints each word with the time when its last key had been handled.
"""

import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.front import show_front
from app.paths import DataPaths
from app.program import Program

app = QApplication([])
paths = DataPaths(Path(sys.argv[1]))
front = show_front(app, paths, greet=False)
program = Program(front, paths, None)
program.start()
typed = 0


def type_word() -> None:
    """One more word, a key at a time."""
    global typed
    if front.window.editor.document_id is None:
        return
    QTest.keyClicks(front.window.editor, f"w{typed} ")
    print(typed, time.time(), flush=True)
    typed += 1


timer = QTimer(interval=40)
timer.timeout.connect(type_word)
timer.start()
app.exec()
