"""One window for a library: the second one finds the first and lets the person choose.

The library's own lock, which dies with the process, is what protects the words; this is only
about telling people. Knows nothing of what the window shows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

_WAIT_MS = 500
_SHOW, _FILES = b"show\n", b"files "
_MOST_BYTES = 1 << 20


class Choice(Enum):
    """What a person wants who started the program twice."""

    SHOW = "show"
    OTHER = "other"
    LEAVE = "leave"


class Instance(QObject):
    """Stands for the window on one library. `show_requested` when somebody starts it again,
    `files_requested([paths])` before that when they brought files."""

    show_requested = Signal()
    files_requested = Signal(object)

    def __init__(self, library: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = _name(library)
        self._callers: dict[QLocalSocket, bytes] = {}
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_call)

    def is_taken(self) -> bool:
        """Whether another window has this library open; if not, this one has from now on."""
        other = self._reach()
        if other is not None:
            other.abort()
            return True
        QLocalServer.removeServer(self._name)  # what a crash left behind
        self._server.listen(self._name)
        return False

    def show_other(self, files: Sequence[Path] = ()) -> None:
        """Brings the window that has the library to the front, and gives it these files."""
        socket = self._reach()
        if socket is not None:
            if files:
                names = json.dumps([str(path.absolute()) for path in files])
                socket.write(_FILES + names.encode() + b"\n")
            socket.write(_SHOW)
            socket.waitForBytesWritten(_WAIT_MS)
            socket.disconnectFromServer()

    def release(self) -> None:
        """The library is closed."""
        for socket in self._callers:
            socket.abort()
        self._callers.clear()
        self._server.close()

    def _reach(self) -> QLocalSocket | None:
        socket = QLocalSocket(self)
        socket.connectToServer(self._name)
        if socket.waitForConnected(_WAIT_MS):
            return socket
        socket.abort()
        return None

    def _on_call(self) -> None:
        socket = self._server.nextPendingConnection()
        self._callers[socket] = b""
        socket.readyRead.connect(self._on_words)

    def _on_words(self) -> None:
        for socket, before in list(self._callers.items()):
            if not socket.bytesAvailable():
                continue
            *lines, rest = (before + socket.readAll().data()).split(b"\n")
            self._callers[socket] = rest[:_MOST_BYTES]
            for line in lines:
                self._obey(line + b"\n")

    def _obey(self, line: bytes) -> None:
        if line == _SHOW:
            self.show_requested.emit()
        elif line.startswith(_FILES):
            try:
                names = json.loads(line.removeprefix(_FILES))
            except ValueError:
                return  # another program knocked at our door
            if isinstance(names, list) and all(isinstance(name, str) for name in names):
                self.files_requested.emit([Path(name) for name in names])


def ask(parent: QWidget | None = None) -> Choice:
    """Asks what is to be done about a library that is open already."""
    box = QMessageBox(parent)
    box.setWindowTitle("Longscroll")
    box.setText(
        QCoreApplication.translate("Instance", "Longscroll is already open with this library.")
    )
    box.setInformativeText(
        QCoreApplication.translate(
            "Instance", "Two windows on one library could lose words, so it opens only once."
        )
    )
    show = box.addButton(
        QCoreApplication.translate("Instance", "Show the open window"),
        QMessageBox.ButtonRole.AcceptRole,
    )
    other = box.addButton(
        QCoreApplication.translate("Instance", "Open another library…"),
        QMessageBox.ButtonRole.ActionRole,
    )
    leave = box.addButton(
        QCoreApplication.translate("Instance", "Quit"), QMessageBox.ButtonRole.RejectRole
    )
    box.setDefaultButton(show)
    box.setEscapeButton(leave)
    box.exec()
    if box.clickedButton() is show:
        return Choice.SHOW
    return Choice.OTHER if box.clickedButton() is other else Choice.LEAVE


def ask_for_disk(what: str, todo: str) -> bool:
    """Tells that the data folder is missing; whether to look again."""
    box = QMessageBox(QMessageBox.Icon.Warning, "Longscroll", what)
    box.setInformativeText(todo)
    again = box.addButton(
        QCoreApplication.translate("Instance", "Look again"), QMessageBox.ButtonRole.AcceptRole
    )
    leave = box.addButton(
        QCoreApplication.translate("Instance", "Quit"), QMessageBox.ButtonRole.RejectRole
    )
    box.setDefaultButton(again)
    box.setEscapeButton(leave)
    box.exec()
    return box.clickedButton() is again


def choose_folder(start: Path) -> Path | None:
    """Another data folder; `None` if the person thinks better of it."""
    chosen = QFileDialog.getExistingDirectory(
        None, QCoreApplication.translate("Instance", "Folder of a library"), str(start)
    )
    return Path(chosen) if chosen else None


def _name(library: Path) -> str:
    """Names of local sockets are short, and paths are not."""
    digest = hashlib.blake2b(str(library.resolve()).encode(), digest_size=12)
    return f"longscroll-{digest.hexdigest()}"
