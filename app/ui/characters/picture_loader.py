"""Decodes pictures beside the window's thread, and keeps those that were shown last.

Knows nothing of who shows them. What cannot be decoded is a null pixmap.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, QSize, QThreadPool, Signal
from PySide6.QtGui import QImage, QPixmap

from app.pictures import shown

_THREADS = 2
_KEPT_BYTES = 96 << 20


@dataclass(frozen=True)
class _Wanted:
    data: bytes
    width: int
    height: int
    fill: bool


class _Mailbox(QObject):
    """Outlives the loader while a thread still decodes for it."""

    arrived = Signal(object, object)


class PictureLoader(QObject):
    """Signal: `loaded` when a picture that was asked for is there."""

    loaded = Signal()

    def __init__(self, parent: QObject | None = None, kept_bytes: int = _KEPT_BYTES) -> None:
        super().__init__(parent)
        self._kept: OrderedDict[_Wanted, QPixmap] = OrderedDict()
        self._waiting: set[_Wanted] = set()
        self._bytes, self._limit = 0, kept_bytes
        self._asked = 0
        self._mail = _Mailbox()
        self._mail.arrived.connect(self._on_arrived)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(_THREADS)
        program = QCoreApplication.instance()
        if program is not None:
            program.aboutToQuit.connect(self.stop)

    def picture(
        self, data: bytes, size: QSize, scale: float = 1.0, *, fill: bool = True
    ) -> QPixmap | None:
        """The picture for a place of `size` on a screen of that scale, if it is there; else
        `None`, and it is fetched. It fills the place, or without `fill` fits into it."""
        if not data:
            return QPixmap()
        wanted = _Wanted(data, round(size.width() * scale), round(size.height() * scale), fill)
        kept = self._kept.get(wanted)
        if kept is not None:
            self._kept.move_to_end(wanted)
            kept.setDevicePixelRatio(scale)
        elif wanted not in self._waiting:
            self._fetch(wanted)
        return kept

    def stop(self) -> None:
        """Nothing more is decoded: the program ends."""
        self._pool.clear()
        self._pool.waitForDone()

    def wait(self) -> None:
        """Waits for what is being decoded; its news still come through the event loop."""
        self._pool.waitForDone()

    def _fetch(self, wanted: _Wanted) -> None:
        self._waiting.add(wanted)
        self._asked += 1
        mail = self._mail

        def decode() -> None:
            room = (wanted.width, wanted.height)
            mail.arrived.emit(wanted, shown(wanted.data, room, fill=wanted.fill))

        self._pool.start(decode, self._asked)  # what was asked for last is on the screen

    def _on_arrived(self, wanted: _Wanted, image: QImage) -> None:
        self._waiting.discard(wanted)
        self._kept[wanted] = QPixmap.fromImage(image)
        self._bytes += 4 * wanted.width * wanted.height
        while self._bytes > self._limit and len(self._kept) > 1:
            old, _pixmap = self._kept.popitem(last=False)
            self._bytes -= 4 * old.width * old.height
        self.loaded.emit()
