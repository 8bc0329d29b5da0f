"""A character's picture in a place of its own, or its monogram. Knows no characters."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.characters.monogram import paint_monogram
from app.ui.characters.picture_loader import PictureLoader
from app.ui.theme import Theme
from app.ui.tokens import RADIUS_CARD


class Portrait(QWidget):
    """Of a fixed size. While the picture is decoded, the monogram is seen."""

    def __init__(
        self, theme: Theme, pictures: PictureLoader, size: QSize, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._pictures = theme, pictures
        self._data, self._small, self._name = b"", b"", ""
        self.setFixedSize(size)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        pictures.loaded.connect(self.update)
        theme.changed.connect(self.update)

    def show_picture(self, data: bytes, name: str, small: bytes = b"") -> None:
        """The bytes of a picture, b"" for none; `small` is shown until it is decoded."""
        self._data, self._small, self._name = data, small, name
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture fills the place."""
        painter, place = QPainter(self), QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        radius = min(RADIUS_CARD, self.width() / 6)
        shape.addRoundedRect(place, radius, radius)
        painter.setClipPath(shape)
        scale = self.devicePixelRatioF()
        found = self._pictures.picture(self._data, self.size(), scale)
        if found is None or found.isNull():
            found = self._pictures.picture(self._small, self.size(), scale)
        if found is None or found.isNull():
            paint_monogram(painter, place, self._name, dark=self._theme.tokens.dark)
        else:
            painter.drawPixmap(self.rect(), found)
        painter.end()
