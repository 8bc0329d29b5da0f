"""A picture that can be chosen, dropped in or taken away. Reads no file itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.characters.picture_loader import PictureLoader
from app.ui.characters.portrait import Portrait
from app.ui.icon_button import IconButton, describe
from app.ui.theme import Theme
from app.ui.tokens import GAP_1, GAP_2

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif")


class PictureField(QWidget):
    """Signals: `picked(Path)`, `cleared`."""

    picked = Signal(object)
    cleared = Signal()

    def __init__(
        self, theme: Theme, pictures: PictureLoader, size: QSize, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._folder = str(Path.home())
        self._portrait = Portrait(theme, pictures, size)
        self._choose, self._clear = QPushButton(), IconButton(theme, "trash-2")
        self._choose.setAutoDefault(False)
        self._choose.clicked.connect(self._choose_file)
        self._clear.clicked.connect(self.cleared)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP_1)
        buttons.addWidget(self._choose, 1)
        buttons.addWidget(self._clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_2)
        column.addWidget(self._portrait, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(buttons)
        column.addStretch(1)
        self.setFixedWidth(max(size.width(), 136))
        self.retranslate()

    def show_picture(self, data: bytes, name: str) -> None:
        """The bytes of the picture, b"" for none."""
        self._portrait.show_picture(data, name)
        self._clear.setEnabled(bool(data))

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._choose.setText(self.tr("Picture…"))
        describe(self._choose, self.tr("Choose a picture"))
        describe(self._clear, self.tr("Remove the picture"))

    def _choose_file(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in PICTURE_SUFFIXES)
        name, _kind = QFileDialog.getOpenFileName(
            self,
            self.tr("Choose a picture"),
            self._folder,
            self.tr("Pictures ({0})").format(kinds),
        )
        if name:
            self._folder = str(Path(name).parent)
            self.picked.emit(Path(name))
