"""What is seen while there are no characters: what goes here, and how to begin."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.icons import icon_pixmap
from app.ui.theme import Theme
from app.ui.tokens import GAP_3, GAP_4, GAP_8, Tokens

_ICON = 40
_WIDTH = 440


class EmptyLibrary(QWidget):
    """Signals: `create_requested`, `import_requested`."""

    create_requested = Signal()
    import_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._what, self._how = QLabel(), QLabel(), QLabel()
        self._what.setProperty("role", "heading")
        self._how.setProperty("role", "quiet")
        self._create, self._import = QPushButton(), QPushButton()
        self._import.setProperty("role", "primary")
        self.setFocusProxy(self._import)
        self._create.clicked.connect(self.create_requested)
        self._import.clicked.connect(self.import_requested)
        theme.changed.connect(self._apply_tokens)
        self._lay_out()
        self._apply_tokens(theme.tokens)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._what.setText(self.tr("Characters to talk with live here"))
        self._how.setText(
            self.tr(
                "Drop a character card anywhere on this page: a picture (png) with a card in it, "
                "a json or a charx file. Or make a character of your own."
            )
        )
        self._import.setText(self.tr("Import cards…"))
        self._create.setText(self.tr("New character"))

    def _apply_tokens(self, tokens: Tokens) -> None:
        self._icon.setPixmap(icon_pixmap("users", tokens.quiet, _ICON, self.devicePixelRatioF()))

    def _lay_out(self) -> None:
        card = QFrame()
        card.setObjectName("dropCard")
        card.setMaximumWidth(_WIDTH)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(GAP_8, GAP_8, GAP_8, GAP_8)
        inside.setSpacing(GAP_3)
        for label in (self._icon, self._what, self._how):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(label is not self._icon)
            inside.addWidget(label)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._import)
        buttons.addWidget(self._create)
        buttons.addStretch(1)
        inside.addSpacing(GAP_4)
        inside.addLayout(buttons)
        column = QVBoxLayout(self)
        column.addStretch(2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 100)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)
