"""The list of works that falls from the name of the open one. Shows what it is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.projects import ProjectSummary
from app.ui.export_dialog import EXPORT_KEY
from app.ui.import_dialog import IMPORT_KEY
from app.ui.relative_time import relative_time
from app.ui.row_delegate import CURRENT_ROLE, DETAIL_ROLE, ID_ROLE, MUTED_ROLE, RowDelegate
from app.ui.theme import Theme
from app.ui.tokens import GAP_2

_WIDTH, _HEIGHT = 340, 420
Index = QModelIndex | QPersistentModelIndex


class _WorksModel(QAbstractListModel):
    """Works, those in the trash behind the others."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.works: list[ProjectSummary] = []
        self.trash: list[ProjectSummary] = []
        self.current: int | None = None

    def show(self, works: Sequence[ProjectSummary], trash: Sequence[ProjectSummary]) -> None:
        """Shows exactly these."""
        self.beginResetModel()
        self.works, self.trash = list(works), list(trash)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Number of works."""
        return 0 if parent.isValid() else len(self.works) + len(self.trash)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a row shows."""
        trashed = index.row() >= len(self.works)
        work = (self.works + self.trash)[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return work.title or self.tr("Untitled")
        if role == ID_ROLE:
            return work.id
        if role == DETAIL_ROLE:
            if trashed:
                return self.tr("In the trash. A press brings it back.")
            when = relative_time(work.updated_at, datetime.now(UTC))
            words = self.tr("%n word(s)", "", work.words)
            words = words.replace(str(work.words), QLocale().toString(work.words), 1)
            return f"{words} · {when}"
        if role == CURRENT_ROLE:
            return work.id == self.current
        return trashed if role == MUTED_ROLE else None


class WorksPopup(QFrame):
    """Signals: `open_requested(id)`, `begin_requested`, `details_requested(id)`,
    `delete_requested(id)`, `restore_requested(id)`, `import_requested`, `export_requested`."""

    open_requested = Signal(object)
    begin_requested = Signal()
    details_requested = Signal(object)
    delete_requested = Signal(object)
    restore_requested = Signal(object)
    import_requested = Signal()
    export_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("worksPopup")
        self._model = _WorksModel(self)
        self._view = QListView()
        self._delegate = RowDelegate(theme.tokens, self)
        self._new, self._details, self._delete = QPushButton(), QPushButton(), QPushButton()
        self._import, self._export = QPushButton(), QPushButton()
        self._view.setModel(self._model)
        self._view.setItemDelegate(self._delegate)
        self._view.setMouseTracking(True)
        self._view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._view.customContextMenuRequested.connect(self._show_menu)
        self._view.clicked.connect(self._choose)
        theme.changed.connect(self._delegate.apply_tokens)
        self._new.clicked.connect(lambda: self._leave(self.begin_requested.emit))
        self._import.clicked.connect(lambda: self._leave(self.import_requested.emit))
        self._export.clicked.connect(lambda: self._leave(self.export_requested.emit))
        self._details.clicked.connect(lambda: self._for_current(self.details_requested.emit))
        self._delete.clicked.connect(lambda: self._for_current(self.delete_requested.emit))
        self._lay_out()
        self.retranslate()

    def show_works(self, works: Sequence[ProjectSummary], trash: Sequence[ProjectSummary]) -> None:
        """Shows these works, those in the trash last."""
        self._model.show(works, trash)
        self._select()

    def show_current(self, project_id: int | None) -> None:
        """Marks the work that is open."""
        self._model.current = project_id
        self._details.setEnabled(project_id is not None)
        self._delete.setEnabled(project_id is not None)
        self._export.setEnabled(project_id is not None)
        self._select()

    def fall_from(self, widget: QWidget) -> None:
        """Opens below a widget."""
        self.setFixedSize(_WIDTH, _HEIGHT)
        self.move(widget.mapToGlobal(widget.rect().bottomLeft()))
        self.show()
        self._view.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens the row of the keyboard."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._view.currentIndex())
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._view.setAccessibleName(self.tr("Works"))
        self._new.setText(self.tr("New work"))
        self._details.setText(self.tr("Details…"))
        self._details.setToolTip(self.tr("Title, author and language of the open work"))
        native = QKeySequence.SequenceFormat.NativeText
        self._import.setText(self.tr("Import…"))
        words = self.tr("Makes a work of files or a folder ({0})")
        self._import.setToolTip(words.format(QKeySequence(IMPORT_KEY).toString(native)))
        self._export.setText(self.tr("Export…"))
        words = self.tr("Writes the open work as a file ({0})")
        self._export.setToolTip(words.format(QKeySequence(EXPORT_KEY).toString(native)))
        self._delete.setText(self.tr("Move to trash"))
        self._delete.setToolTip(self.tr("Moves the open work to the trash"))

    def build_menu(self, index: QModelIndex) -> QMenu:
        """What can be done with the work of a row."""
        menu = QMenu(self)
        number = index.data(ID_ROLE)
        if index.data(MUTED_ROLE):
            menu.addAction(self.tr("Restore"), lambda: self._choose(index))
            return menu
        menu.addAction(self.tr("Open"), lambda: self._choose(index))
        menu.addAction(
            self.tr("Details…"), lambda: self._leave(lambda: self.details_requested.emit(number))
        )
        menu.addAction(self.tr("Move to trash"), lambda: self.delete_requested.emit(number))
        return menu

    def _choose(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        number = index.data(ID_ROLE)
        signal = self.restore_requested if index.data(MUTED_ROLE) else self.open_requested
        if number == self._model.current:
            self.close()
        else:
            self._leave(lambda: signal.emit(number))

    def _leave(self, act: Callable[[], object]) -> None:
        self.close()
        act()

    def _for_current(self, act: Callable[[int], object]) -> None:
        number = self._model.current
        if number is not None:
            self.close()
            act(number)

    def _select(self) -> None:
        ids = [work.id for work in self._model.works]
        if self._model.current in ids:
            self._view.setCurrentIndex(self._model.index(ids.index(self._model.current)))

    def _show_menu(self, point: QPoint) -> None:
        index = self._view.indexAt(point)
        if index.isValid():
            menu = self.build_menu(index)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self._view.viewport().mapToGlobal(point))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP_2)
        for button in (self._new, self._details, self._delete):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, GAP_2, 1, GAP_2)
        column.addWidget(self._view, 1)
        files = QHBoxLayout()
        files.setSpacing(GAP_2)
        for button in (self._import, self._export):
            files.addWidget(button)
        for layout in (files, buttons):
            row = QWidget()
            row.setLayout(layout)
            layout.setContentsMargins(GAP_2, 0, GAP_2, 0)
            column.addWidget(row)
