"""The list of styles: use one in the story, rename it, delete it.

Shows what it is given and says what the person wants; knows no storage.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QLocale, QSignalBlocker, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.styles import Style, StyleChoice
from app.formats.files import file_name
from app.ui.icon_button import describe
from app.ui.project_tree import DELETE_KEY, RENAME_KEY
from app.ui.relative_time import exact_time, relative_time
from app.ui.row_delegate import CURRENT_ROLE, DETAIL_ROLE, ID_ROLE, MUTED_ROLE, RowDelegate
from app.ui.style_users import count_text, names_text
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_4


class StyleList(QFrame):
    """Signals: `use_toggled(id)`, `rename_requested(id, name)`, `delete_requested(id)`,
    `import_requested(Path)`, `export_requested(id, Path)`."""

    use_toggled = Signal(object)
    rename_requested = Signal(object, str)
    delete_requested = Signal(object)
    import_requested = Signal(object)
    export_requested = Signal(object, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._styles: list[Style] = []
        self._model_key = ""
        self._choice = StyleChoice()
        self._story: str | None = None
        self._wanted = 0
        self._heading, self._empty = QLabel(), QLabel()
        self._heading.setProperty("role", "heading")
        self._empty.setProperty("role", "quiet")
        self._empty.setWordWrap(True)
        self._view = QListWidget()
        self._delegate = RowDelegate(theme.tokens, self)
        self._view.setItemDelegate(self._delegate)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self._view.setMouseTracking(True)
        self._use, self._rename, self._delete = QPushButton(), QPushButton(), QPushButton()
        self._import, self._export = QPushButton(), QPushButton()
        self._lay_out()
        self._connect(theme)
        self.retranslate()

    def show_styles(self, styles: Sequence[Style], model_key: str) -> None:
        """Shows these styles; those of another model than that of the key are grey."""
        self._styles, self._model_key = list(styles), model_key
        self._refresh()

    def show_choice(self, choice: StyleChoice) -> None:
        """Marks the styles that the story is written with."""
        self._choice = choice
        self._refresh()

    def select(self, style_id: int) -> None:
        """Selects a style, now or when it is listed."""
        self._wanted = style_id
        self._refresh()

    def show_story(self, title: str | None) -> None:
        """The story that a style can be used in; `None` without one."""
        self._story = title
        self._refresh_buttons()

    def rename_current(self) -> None:
        """Lets the person type another name for the selected style."""
        item = self._view.currentItem()
        if item is not None:
            self._view.editItem(item)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._heading.setText(self.tr("Your styles"))
        self._view.setAccessibleName(self.tr("Your styles"))
        self._empty.setText(
            self.tr("Styles that the model has learnt are listed here, to be used in any story.")
        )
        self._rename.setText(self.tr("Rename"))
        describe(self._rename, self.tr("Rename the style"), QKeySequence(RENAME_KEY))
        self._delete.setText(self.tr("Delete"))
        describe(self._delete, self.tr("Delete the style"), QKeySequence(DELETE_KEY))
        self._import.setText(self.tr("Import…"))
        self._import.setToolTip(self.tr("Add a style from a file of another RWKV program"))
        self._export.setText(self.tr("Export…"))
        self._export.setToolTip(self.tr("Write the style as other RWKV programs read it"))
        self._refresh()

    def _refresh(self) -> None:
        selected = self._selected()
        wanted = self._wanted or (selected.id if selected else 0)
        row = max(0, self._view.currentRow())
        blocked = QSignalBlocker(self._view)
        self._view.clear()
        for style in self._styles:
            self._view.addItem(self._item(style))
        ids = [style.id for style in self._styles]
        kept = ids.index(wanted) if wanted in ids else row
        self._view.setCurrentRow(min(kept, len(ids) - 1))
        self._wanted = 0 if self._wanted in ids else self._wanted
        blocked.unblock()
        self._empty.setVisible(not ids)
        self._view.setVisible(bool(ids))
        self._refresh_buttons()

    def _item(self, style: Style) -> QListWidgetItem:
        fits = style.model_key == self._model_key
        item = QListWidgetItem(style.name)
        item.setData(ID_ROLE, style.id)
        item.setData(DETAIL_ROLE, self._summary(style, fits=fits))
        item.setData(CURRENT_ROLE, style.id in self._choice.ids and fits)
        item.setData(MUTED_ROLE, not fits)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        learnt = self.tr("Learnt {0}").format(exact_time(style.created_at))
        item.setToolTip("\n".join(filter(None, (learnt, names_text(style.users)))))
        words = f"{style.name}, {item.data(DETAIL_ROLE)}"
        item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
        return item

    def _summary(self, style: Style, *, fits: bool) -> str:
        if not fits:
            return self.tr("Belongs to another model or version: {0}").format(style.model_name)
        when = relative_time(style.created_at, datetime.now(UTC))
        return " · ".join(filter(None, (self._gain(style), when, count_text(style.users))))

    def _gain(self, style: Style) -> str:
        if style.before is None or style.after is None:
            return ""
        locale = QLocale()
        return self.tr("{0} → {1} bits per byte").format(
            locale.toString(style.before, "f", 2), locale.toString(style.after, "f", 2)
        )

    def _refresh_buttons(self) -> None:
        style = self._selected()
        fits = style is not None and style.model_key == self._model_key
        used = style is not None and style.id in self._choice.ids
        for button in (self._use, self._rename, self._delete, self._export):
            button.setVisible(bool(self._styles))
            button.setEnabled(style is not None)
        self._export.setEnabled(fits)
        self._use.setEnabled(self._story is not None and (fits or used))
        self._use.setText(self.tr("Use no longer") if used else self.tr("Use in the story"))
        title = self._story or self.tr("Untitled")
        describe(self._use, self.tr("Write “{0}” with this style, or no longer").format(title))

    def _selected(self) -> Style | None:
        item = self._view.currentItem()
        wanted = None if item is None else item.data(ID_ROLE)
        return next((style for style in self._styles if style.id == wanted), None)

    def _connect(self, theme: Theme) -> None:
        theme.changed.connect(self._delegate.apply_tokens)
        self._view.currentRowChanged.connect(lambda _row: self._refresh_buttons())
        self._view.itemChanged.connect(self._on_renamed)
        self._use.clicked.connect(lambda: self._emit(self.use_toggled))
        self._rename.clicked.connect(self.rename_current)
        self._delete.clicked.connect(lambda: self._emit(self.delete_requested))
        self._import.clicked.connect(self._ask_what)
        self._export.clicked.connect(self._ask_where)
        delete = QShortcut(QKeySequence(DELETE_KEY), self._view)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(lambda: self._emit(self.delete_requested))

    def _emit(self, signal: SignalInstance) -> None:
        style = self._selected()
        if style is not None:
            signal.emit(style.id)

    def _ask_what(self) -> None:
        kinds = self.tr("Styles (*.pth *.safetensors);;All files (*)")
        name, _kind = QFileDialog.getOpenFileName(self, self.tr("Import a style"), "", kinds)
        if name:
            self.import_requested.emit(Path(name))

    def _ask_where(self) -> None:
        style = self._selected()
        if style is None:
            return
        title, kinds = self.tr("Export the style"), self.tr("Styles (*.pth)")
        suggestion = file_name(style.name, "pth")
        name, _kind = QFileDialog.getSaveFileName(self, title, suggestion, kinds)
        if name:
            self.export_requested.emit(style.id, Path(name).with_suffix(".pth"))

    def _on_renamed(self, item: QListWidgetItem) -> None:
        style = next((s for s in self._styles if s.id == item.data(ID_ROLE)), None)
        name = " ".join(item.text().split())
        if style is None or name == style.name:
            return
        self.rename_requested.emit(style.id, name)
        if not name:
            item.setText(style.name)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP_2)
        buttons.addWidget(self._use)
        buttons.addStretch(1)
        buttons.addWidget(self._rename)
        buttons.addWidget(self._delete)
        files = QHBoxLayout()
        files.setSpacing(GAP_2)
        files.addStretch(1)
        files.addWidget(self._import)
        files.addWidget(self._export)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_2)
        column.addWidget(self._heading)
        column.addWidget(self._empty)
        column.addWidget(self._view, 1)
        column.addLayout(buttons)
        column.addLayout(files)
        column.addStretch(0)
