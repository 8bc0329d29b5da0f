"""One entry of a lorebook: title, keys, text, second keys, and a fold with the rest.

Takes an entry and gives a changed one; knows nothing of the book it is in.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.lorebook import Logic, LoreEntry, join_keys, split_keys
from app.ui.form_fields import CalmComboBox, TextField
from app.ui.icon_button import describe
from app.ui.lore_options import LoreOptions
from app.ui.tokens import GAP_1, GAP_2, GAP_4
from app.ui.wheel_guard import WheelGuard


class LoreEditor(QFrame):
    """Signals: `changed(LoreEntry)` as it is typed, `delete_requested(id)`."""

    changed = Signal(object)
    delete_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._entry: LoreEntry | None = None
        self._title, self._keys, self._secondary = QLineEdit(), QLineEdit(), QLineEdit()
        self._content = TextField(3)
        self._logic = CalmComboBox()
        self._constant = QCheckBox()
        self._labels = [QLabel() for _ in range(4)]
        fields = (self._title, self._keys, self._content, self._secondary)
        for label, field in zip(self._labels, fields, strict=True):
            label.setBuddy(field)
        self._more = QToolButton()
        self._more.setCheckable(True)
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._options = LoreOptions()
        self._options.hide()
        self._delete = QPushButton()
        self._lay_out()
        for line in (self._title, self._keys, self._secondary):
            line.textEdited.connect(self._on_change)
        self._content.textChanged.connect(self._on_change)
        self._logic.activated.connect(self._on_change)
        self._constant.toggled.connect(self._on_change)
        self._options.changed.connect(self._on_change)
        self._more.toggled.connect(self._fold)
        self._more.clicked.connect(self._scroll_to_options)
        self._delete.clicked.connect(self._on_delete)
        self.retranslate()
        self.show_entry(None)

    def show_entry(self, entry: LoreEntry | None) -> None:
        """Shows an entry; `None`: there is none to show."""
        self._entry = entry
        self.setEnabled(entry is not None)
        shown = entry or LoreEntry()
        self._title.setText(shown.title)
        self._keys.setText(join_keys(shown.keys))
        self._secondary.setText(join_keys(shown.secondary))
        self._content.show_text(shown.content)
        self._logic.show_value(shown.logic if shown.selective else None)
        blocked = QSignalBlocker(self._constant)
        self._constant.setChecked(shown.constant)
        blocked.unblock()
        self._options.show_entry(shown)

    @property
    def entry_id(self) -> int | None:
        """Which entry is shown."""
        return None if self._entry is None else self._entry.id

    def focus_first(self) -> None:
        """The keyboard is where one begins."""
        self._title.setFocus()

    def show_switch(self, enabled: bool) -> None:
        """The entry was switched on or off in the list."""
        if self._entry is not None:
            self._entry = replace(self._entry, enabled=enabled)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        words = (self.tr("Title"), self.tr("Keys"), self.tr("Text"), self.tr("Second keys"))
        fields = (self._title, self._keys, self._content, self._secondary)
        for label, field, name in zip(self._labels, fields, words, strict=True):
            label.setText(name)
            field.setAccessibleName(name)
        self._title.setPlaceholderText(self.tr("For you; the model does not read it"))
        self._keys.setPlaceholderText(self.tr("Words parted by commas, or /a pattern/i"))
        self._keys.setToolTip(self.tr("The entry comes up when one of them stands in the text"))
        self._secondary.setPlaceholderText(self.tr("None"))
        self._secondary.setToolTip(self.tr("What must stand in the text beside a key, or must not"))
        self._content.setToolTip(self.tr("What the model reads when the entry comes up"))
        self._logic.setAccessibleName(self.tr("What second keys ask for"))
        self._logic.setToolTip(self.tr("What second keys ask for"))
        self._logic.offer(
            [
                (self.tr("any of them"), Logic.AND_ANY),
                (self.tr("all of them"), Logic.AND_ALL),
                (self.tr("none of them"), Logic.NOT_ANY),
                (self.tr("not all of them"), Logic.NOT_ALL),
                (self.tr("are not used"), None),
            ]
        )
        self._constant.setText(self.tr("Always on"))
        self._constant.setToolTip(self.tr("The model always reads it, whatever its keys"))
        self._more.setToolTip(self.tr("Place, order, probability, recursion, groups, timing"))
        self._delete.setText(self.tr("Delete"))
        describe(self._delete, self.tr("Delete this entry"))
        self._fold(self._more.isChecked())

    def _fold(self, open_: bool) -> None:
        self._more.setText(self.tr("Less") if open_ else self.tr("More"))
        self._more.setAccessibleName(self.tr("More options"))
        self._more.setArrowType(Qt.ArrowType.DownArrow if open_ else Qt.ArrowType.RightArrow)
        self._options.setVisible(open_)

    def _scroll_to_options(self) -> None:
        # Later: only then is the layout done.
        bar = self._scroll.verticalScrollBar()
        QTimer.singleShot(0, self, lambda: bar.setValue(self._more.y() - GAP_4))

    def _on_change(self) -> None:
        if self._entry is None:
            return
        logic = self._logic.currentData()
        typed = replace(
            self._entry,
            title=self._title.text(),
            keys=_keys(self._keys.text(), self._entry.keys),
            secondary=_keys(self._secondary.text(), self._entry.secondary),
            content=self._content.toPlainText(),
            constant=self._constant.isChecked(),
            selective=logic is not None,
            logic=self._entry.logic if logic is None else Logic(logic),
        )
        self._entry = self._options.applied_to(typed)
        self.changed.emit(self._entry)

    def _on_delete(self) -> None:
        if self._entry is not None:
            self.delete_requested.emit(self._entry.id)

    def _lay_out(self) -> None:
        inner = QWidget()
        form = QVBoxLayout(inner)
        form.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        form.setSpacing(GAP_1)
        title, keys, content, secondary = self._labels
        for label, field in ((title, self._title), (keys, self._keys), (content, self._content)):
            form.addWidget(label)
            form.addWidget(field)
            form.addSpacing(GAP_2)
        form.addWidget(secondary)
        second = QHBoxLayout()
        second.setSpacing(GAP_2)
        second.addWidget(self._secondary, 1)
        second.addWidget(self._logic)
        form.addLayout(second)
        form.addSpacing(GAP_2)
        last = QHBoxLayout()
        last.addWidget(self._constant)
        last.addStretch(1)
        last.addWidget(self._more)
        last.addWidget(self._delete)
        form.addLayout(last)
        form.addWidget(self._options)
        form.addStretch(1)
        self._scroll = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inner)
        WheelGuard(scroll, inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(scroll)


def _keys(line: str, before: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of a line; keys that hold a comma of their own stay while it is not touched."""
    return before if line == join_keys(before) else split_keys(line)
