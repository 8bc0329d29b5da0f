"""Run by tests: the real program from its first start on, handled by a script, then closed.

`python -m tests.app.first_start write|move TARGET|bug|files FILE`. Prints one JSON object: what
was seen, and every connection to another machine that anything asked for.
"""

import argparse
import json
import socket
import sys
import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QProcess, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.application import run_window
from app.ui.care.care_ui import CareUi
from app.ui.care.welcome import Welcome
from app.ui.main_window import MainWindow

PATIENCE = 60.0
seen: dict[str, object] = {"connections": [], "started": []}

Step = Callable[[], object]


def watch_the_network() -> None:
    """Notes whoever wants to talk to another machine, and lets nobody."""

    def refuse(_socket: object, address: object, *_more: object) -> None:
        seen["connections"].append(str(address))
        raise OSError("no network in this test")

    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, refuse)
    socket.getaddrinfo = lambda *address, **_: refuse(None, address)


def window() -> MainWindow | None:
    found = (w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
    return next(found, None)


def until(look: Step) -> Iterator[None]:
    """Waits for something to be so."""
    deadline = time.monotonic() + PATIENCE
    while not look():
        if time.monotonic() > deadline:
            raise TimeoutError("waited in vain")
        yield


def begin(language: str = "en") -> Iterator[None]:
    """Through the welcome to the page."""
    yield from until(lambda: window() and window().findChild(Welcome))
    welcome = window().findChild(Welcome)
    seen["welcome"] = welcome.isVisible()
    yield from until(lambda: CareUi in {type(child) for child in window().children()})
    seen["before"] = window().editor.document_id
    welcome.language_chosen.emit(language)
    welcome.start_button.click()
    yield from until(lambda: window().editor.document_id)
    seen["text"] = window().editor.toPlainText()[:40]


def write() -> Iterator[None]:
    yield from begin()
    yield from until(lambda: window().status._model.text() not in ("", "No model"))
    before = window().editor.toPlainText()
    window().inspector.continue_requested.emit()
    page = window().editor
    yield from until(
        lambda: len(page.toPlainText()) > len(before) and not window().inspector._running
    )
    QTest.keyClicks(page, " Mine.")
    seen["ends"] = page.toPlainText()[-6:]
    window().close()


def move(target: str) -> Iterator[None]:
    yield from begin()
    care = window().findChild(CareUi)
    care.open_move()
    dialog = care.moving
    dialog.line.setText(target)
    dialog.line.editingFinished.emit()
    yield from until(dialog.move_button.isEnabled)
    dialog.move_button.click()


def bug() -> Iterator[None]:
    yield from begin("zh_CN")
    care = window().findChild(CareUi)
    QTimer.singleShot(0, lambda: {}["Once upon a secret time"])
    yield from until(lambda: care.crash and care.crash.isVisible())
    seen["details"] = care.crash.details.toPlainText()
    care.crash.restart.click()


def files(_path: str) -> Iterator[None]:
    yield from until(lambda: window() and window().lore_page.messages.current)
    seen["welcome"] = bool(window().findChild(Welcome))
    seen["said"] = window().lore_page.messages.current.what
    window().close()


def main() -> int:
    """Plays one script."""
    watch_the_network()
    QProcess.startDetached = lambda *command: seen["started"].append(command[:2])
    mode, *arguments = sys.argv[1:]
    script = {"write": write, "move": move, "bug": bug, "files": files}[mode](*arguments)
    timer = QTimer(interval=20)

    def play() -> None:
        try:
            next(script)
        except StopIteration:
            timer.stop()
        except BaseException:
            QApplication.exit(3)
            timer.stop()
            raise

    timer.timeout.connect(play)
    QTimer.singleShot(0, timer.start)
    given = arguments if mode == "files" else []
    code = run_window(argparse.Namespace(command="window", files=given))
    seen["code"] = code
    print(json.dumps(seen, ensure_ascii=False))
    return code


if __name__ == "__main__":
    sys.exit(main())
