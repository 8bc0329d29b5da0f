"""Prompt formats: those of the program to copy, the user's own to edit, and how each reads.

Shows formats and says what the person wants; knows no storage and no chats.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.chat_formats import BUILT_IN, ChatFormat, FormatError, format_from, format_values
from app.domain.format_example import format_example
from app.ui.chat.format_fields import FormatFields
from app.ui.chat.format_titles import format_title
from app.ui.errors import filled
from app.ui.icon_button import describe
from app.ui.row_delegate import DETAIL_ROLE, ID_ROLE, RowDelegate
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_3, GAP_4

_SIZE = (1080, 680)
_LIST_WIDTH, _EXAMPLE_WIDTH = 220, 320


class FormatsDialog(QDialog):
    """Signals: `copy_requested(id, title)`, answered by `show_own` and `select`;
    `format_changed(ChatFormat)` as it is typed, if it can be used; `remove_requested(id)` after
    the person agreed."""

    copy_requested = Signal(str, str)
    format_changed = Signal(object)
    remove_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("formatsDialog")
        self.resize(*_SIZE)
        self._formats: dict[str, ChatFormat] = dict(BUILT_IN)
        self.list = QListWidget()
        self._delegate = RowDelegate(theme.tokens, self)
        self.list.setItemDelegate(self._delegate)
        self.list.setMouseTracking(True)
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fields = FormatFields()
        self.problem = QLabel()
        self.problem.setProperty("role", "quiet")
        self.problem.setWordWrap(True)
        self._example_title = QLabel()
        self._example_title.setProperty("role", "heading")
        self.example = QPlainTextEdit()
        self.example.setReadOnly(True)
        self.example.setProperty("role", "field")
        self.copy, self.remove, self._close = QPushButton(), QPushButton(), QPushButton()
        self._lay_out()
        theme.changed.connect(self._delegate.apply_tokens)
        self.list.currentRowChanged.connect(lambda _row: self._show_current())
        self.fields.typed.connect(self._on_typed)
        self.copy.clicked.connect(self._ask_for_copy)
        self.remove.clicked.connect(self._ask_to_remove)
        self._close.clicked.connect(self.accept)
        self.retranslate()
        self.show_own(())
        self.list.setCurrentRow(0)

    @property
    def current_id(self) -> str:
        """The format that is chosen."""
        item = self.list.currentItem()
        return "" if item is None else str(item.data(ID_ROLE))

    def show_own(self, formats: Sequence[ChatFormat]) -> None:
        """The user's formats, beside the program's; what is being typed stays."""
        current = self.current_id
        self._formats = {**{one.id: one for one in formats}, **BUILT_IN}
        with QSignalBlocker(self.list):
            self.list.clear()
            for one in self._formats.values():
                self.list.addItem(self._fill(QListWidgetItem(), one))
        self._choose(current if current in self._formats else next(iter(self._formats)))
        if self.current_id != current:
            self._show_current()

    def select(self, format_id: str) -> None:
        """Chooses a format."""
        self._choose(format_id)
        self._show_current()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.setWindowTitle(self.tr("Prompt formats"))
        self.list.setAccessibleName(self.tr("Prompt formats"))
        self._example_title.setText(self.tr("What the model reads"))
        self.example.setAccessibleName(self.tr("What the model reads"))
        self.copy.setText(self.tr("Copy"))
        describe(self.copy, self.tr("A copy of this format, to be changed"))
        self.remove.setText(self.tr("Remove…"))
        describe(self.remove, self.tr("Remove this format"))
        self._close.setText(self.tr("Close"))
        for row in range(self.list.count()):
            item = self.list.item(row)
            self._fill(item, self._formats[item.data(ID_ROLE)])
        self._show_state(self.fields.form)

    def _fill(self, item: QListWidgetItem, form: ChatFormat) -> QListWidgetItem:
        detail = self.tr("of the program") if form.id in BUILT_IN else self.tr("your own")
        item.setText(format_title(form) or self.tr("Unnamed"))
        item.setData(ID_ROLE, form.id)
        item.setData(DETAIL_ROLE, detail)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {detail}")
        return item

    def _choose(self, format_id: str) -> None:
        rows = range(self.list.count())
        row = next((n for n in rows if self.list.item(n).data(ID_ROLE) == format_id), -1)
        with QSignalBlocker(self.list):
            self.list.setCurrentRow(row)

    def _show_current(self) -> None:
        form = self._formats.get(self.current_id)
        if form is not None:
            self.fields.show_format(form, editable=form.id not in BUILT_IN)
            self._show_state(form)

    def _on_typed(self) -> None:
        form = self.fields.form
        if form is None or form.id in BUILT_IN or form.id not in self._formats:
            return
        usable = self._show_state(form)
        if usable and form != self._formats[form.id]:
            self._formats[form.id] = form
            self._fill(self.list.currentItem(), form)
            self.format_changed.emit(form)

    def _show_state(self, form: ChatFormat | None) -> bool:
        """Shows how a format reads, or why it cannot be used; says whether it can."""
        if form is None:
            return False
        own = form.id not in BUILT_IN
        self.remove.setEnabled(own)
        why = ""
        try:
            format_from(format_values(form))
        except FormatError as error:
            why = self.tr("Not kept yet.") + " " + filled(str(error), {})
        hint = "" if own else self.tr("This format comes with the program: copy it to change it.")
        self.problem.setProperty("role", "warning" if why else "quiet")
        self.problem.style().polish(self.problem)
        self.problem.setText(why or hint)
        self.problem.setVisible(bool(why or hint))
        if not why:
            self.example.setPlainText(format_example(form))
        return not why

    def _ask_for_copy(self) -> None:
        form = self._formats.get(self.current_id)
        if form is not None:
            self.copy_requested.emit(form.id, self.tr("{0} (copy)").format(format_title(form)))

    def _ask_to_remove(self) -> None:
        form = self._formats.get(self.current_id)
        if form is None or form.id in BUILT_IN:
            return
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.windowTitle())
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("Remove the prompt format “{0}”?").format(form.title))
        box.setInformativeText(self.tr("Conversations in it go on in the model’s own format."))
        remove = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(self.tr("Keep"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        remove.clicked.connect(lambda: self.remove_requested.emit(form.id))
        box.open()

    def _lay_out(self) -> None:
        left, middle, right = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addWidget(self.copy)
        middle.addWidget(self.fields, 1)
        middle.addWidget(self.problem)
        right.addWidget(self._example_title)
        right.addWidget(self.example, 1)
        self.example.setMinimumWidth(_EXAMPLE_WIDTH)
        upper = QHBoxLayout()
        upper.setSpacing(GAP_4)
        for column, stretch in ((left, 0), (middle, 3), (right, 2)):
            column.setSpacing(GAP_2)
            upper.addLayout(column, stretch)
        lower = QHBoxLayout()
        lower.setSpacing(GAP_3)
        lower.addWidget(self.remove)
        lower.addStretch(1)
        lower.addWidget(self._close)
        for button in (self.copy, self.remove, self._close):
            button.setAutoDefault(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        whole.setSpacing(GAP_4)
        whole.addLayout(upper, 1)
        whole.addLayout(lower)
