"""Lucide icons, drawn in the colour of the theme. Knows nothing of the buttons that show them."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.ui.resource_files import resource

_SCALES = (1, 2, 3)
_KEPT = 1024
"""Pictures of 1 to 12 kB: two themes of all icons."""


def tinted_icon(name: str, colour: str, *, off: str | None = None, size: int = 18) -> QIcon:
    """The icon in `colour`, and in `off` where it is disabled; `size` in device-free pixels."""
    icon = QIcon()
    for scale in _SCALES:
        icon.addPixmap(_drawn(name, colour, size, scale), QIcon.Mode.Normal)
        if off is not None:
            icon.addPixmap(_drawn(name, off, size, scale), QIcon.Mode.Disabled)
    return icon


def icon_pixmap(name: str, colour: str, size: int, scale: float) -> QPixmap:
    """One icon as a picture, for places that are no buttons; `scale` is the screen's."""
    return _drawn(name, colour, size, max(1, round(scale)))


def _drawn(name: str, colour: str, size: int, scale: int) -> QPixmap:
    pixmap = QPixmap.fromImage(_image(name, colour, size * scale))
    pixmap.setDevicePixelRatio(scale)
    return pixmap


@lru_cache(_KEPT)
def _image(name: str, colour: str, pixels: int) -> QImage:
    # An image, not a pixmap: it may outlive the application.
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    svg = _source(name).replace("currentColor", colour).replace('stroke-width="2"', _STROKE)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return image


_STROKE = 'stroke-width="1.75"'
"""A little thinner than drawn: quieter beside text of 13 px."""


@cache
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text("utf-8")
