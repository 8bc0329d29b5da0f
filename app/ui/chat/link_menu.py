"""What is asked before an address that a message names is opened: only addresses of the web are."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

_SCHEMES = ("http", "https", "mailto")
_SHOWN = 80


def may_open(address: str) -> bool:
    """Whether an address is one of the web; never one of this machine's files."""
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    return url.isValid() and url.scheme().lower() in _SCHEMES


def link_menu(address: str, parent: QWidget) -> QMenu:
    """Names the address in full and offers to open or copy it."""
    translate = QCoreApplication.translate
    menu = QMenu(parent)
    shown = address if len(address) <= _SHOWN else f"{address[:_SHOWN]}…"
    title = menu.addAction(shown.replace("&", "&&"))
    title.setEnabled(False)
    menu.addSeparator()
    opening = menu.addAction(
        translate("LinkMenu", "Open in the browser"),
        lambda: QDesktopServices.openUrl(QUrl(address)),
    )
    opening.setEnabled(may_open(address))
    menu.addAction(
        translate("LinkMenu", "Copy the address"),
        lambda: QGuiApplication.clipboard().setText(address),
    )
    return menu
