"""The line at the bottom: words, saved or not, the model and its speed, what it had to read.

Long tasks show here too. Takes plain values; knows nothing of where they come from.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from app.domain.words import TextCounts
from app.ui.icon_button import IconButton, describe
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_3, GAP_4, STATUS_HEIGHT


@dataclass(frozen=True)
class Task:
    """Something that takes a while: `done` of `total` steps, in words `text`."""

    text: str
    done: int
    total: int
    can_cancel: bool = False


@dataclass(frozen=True)
class _Shown:
    words: int | None = None
    counts: TextCounts | None = None
    saving: str = ""
    model: str = ""
    model_detail: str = ""
    speed: float = 0.0
    read: tuple[int, int] | None = None
    task: Task | None = None
    background: Task | None = None
    download: Task | None = None
    elsewhere: int | None = None


class StatusBar(QFrame):
    """Signals of the cross: `task_cancel_requested` for the task at the moment,
    `cancel_requested` for what goes on behind everything else; `models_requested` comes from the
    model's name."""

    cancel_requested = Signal()
    task_cancel_requested = Signal()
    models_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self.setFixedHeight(STATUS_HEIGHT)
        self._shown = _Shown()
        self._words, self._saving = QLabel(), QLabel()
        self._model = QToolButton()
        self._characters = QLabel()
        self._speed, self._read, self._task = QLabel(), QLabel(), QLabel()
        self._model.setProperty("role", "model")
        self._model.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._model.clicked.connect(self.models_requested)
        self._progress = QProgressBar(textVisible=False)
        self._progress.setFixedWidth(120)
        self._cancel = IconButton(theme, "x")
        self._cancel.clicked.connect(self._on_cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_4, 0, GAP_4, 0)
        row.setSpacing(GAP_4)
        row.addWidget(self._words)
        row.addWidget(self._characters)
        row.addWidget(self._saving)
        row.addStretch(1)
        row.addWidget(self._model)
        row.addWidget(self._speed)
        row.addStretch(1)
        tray = QHBoxLayout()
        tray.setSpacing(GAP_2)
        for widget in (self._task, self._progress, self._cancel):
            tray.addWidget(widget)
        row.addLayout(tray)
        row.addSpacing(GAP_3)
        row.addWidget(self._read)
        self.retranslate()

    def show_words(self, words: int | None) -> None:
        """The length of the story; `None` without one."""
        if words is None or self._shown.words is None:
            counts = None if words is None else self._shown.counts
            self._update(replace(self._shown, words=words, counts=counts))
        elif words != self._shown.words:  # at every key: the rest stays as it is
            self._shown = replace(self._shown, words=words)
            self._refresh_words(QLocale())

    def show_counts(self, counts: TextCounts | None) -> None:
        """Characters of the story, or what is selected of it."""
        if counts != self._shown.counts:
            self._shown = replace(self._shown, counts=counts)
            self._refresh_counts(QLocale())

    def show_saving(self, state: str) -> None:
        """`saved`, `changed`, `saving`, `failed`, or "" without a story."""
        self._update(replace(self._shown, saving=state))

    def show_model(self, name: str, detail: str = "") -> None:
        """The model's name; `detail` is shown on hover."""
        self._update(replace(self._shown, model=name, model_detail=detail))

    def show_last(self, tokens_per_second: float, read_again: int, total: int) -> None:
        """The last continuation: its speed, and how much of the story had to be read again."""
        self._update(replace(self._shown, speed=tokens_per_second, read=(read_again, total)))

    def forget_last(self) -> None:
        """Another story: nothing was written or read yet."""
        self._update(replace(self._shown, read=None, speed=0.0))

    def show_task(self, task: Task | None) -> None:
        """What takes a while at the moment."""
        self._update(replace(self._shown, task=task))

    def show_background(self, task: Task | None) -> None:
        """What goes on for long, behind everything else: shown while there is no other task."""
        self._update(replace(self._shown, background=task))

    def show_download(self, task: Task | None) -> None:
        """A download under way: shown while there is nothing else that takes long."""
        self._update(replace(self._shown, download=task))

    def show_elsewhere(self, messages: int | None) -> None:
        """Conversations are on the page, not a story: only what is said of both is shown, and of
        how many messages the open one is (-1: none is open); `None`: the story again."""
        self._update(replace(self._shown, elsewhere=messages))

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        describe(self._cancel, self.tr("Cancel"))
        self._progress.setAccessibleName(self.tr("Progress"))
        self._refresh()

    def _on_cancel(self) -> None:
        signal = self.cancel_requested if self._shown.task is None else self.task_cancel_requested
        signal.emit()

    def _update(self, shown: _Shown) -> None:
        if shown != self._shown:
            self._shown = shown
            self._refresh()

    def _refresh(self) -> None:
        shown, locale = self._shown, QLocale()
        self._refresh_words(locale)
        self._refresh_counts(locale)
        self._saving.setText(self._saving_words(shown.saving))
        self._saving.setVisible(shown.elsewhere is None)
        if self._saving.property("state") != shown.saving:
            self._saving.setProperty("state", shown.saving)
            self._saving.style().polish(self._saving)
        self._model.setText(shown.model or self.tr("No model"))
        self._model.setToolTip(shown.model_detail)
        self._model.setAccessibleName(self.tr("Model: {0}").format(self._model.text()))
        speed = locale.toString(shown.speed, "f", 1 if shown.speed < 10 else 0)
        self._speed.setText(self.tr("{0} tok/s").format(speed))
        self._speed.setToolTip(self.tr("Tokens written per second in the last continuation"))
        self._speed.setVisible(shown.speed > 0 and shown.elsewhere is None)
        self._refresh_read(locale)
        self._refresh_task()

    def _refresh_words(self, locale: QLocale) -> None:
        if self._shown.elsewhere is not None:
            count = self._shown.elsewhere
            self._words.setText(_with_digits(self.tr("%n message(s)", "", count), count, locale))
            self._words.setVisible(count >= 0)
            return
        number = self._shown.words or 0
        self._words.setText(_with_digits(self.tr("%n word(s)", "", number), number, locale))
        self._words.setVisible(self._shown.words is not None)

    def _refresh_counts(self, locale: QLocale) -> None:
        counts = self._shown.counts
        shown = counts is not None and self._shown.elsewhere is None
        self._characters.setVisible(shown)
        if counts is None or not shown:
            return
        number, characters = counts.selected or (0, counts.characters)
        words = self.tr("%n character(s)", "", characters)
        words = _with_digits(words, characters, locale)
        if counts.selected is not None:
            chosen = _with_digits(self.tr("%n word(s)", "", number), number, locale)
            words = self.tr("selected: {0}, {1}").format(chosen, words)
        self._characters.setText(words)
        self._characters.setToolTip(self.tr("Characters are counted without spaces"))

    def _refresh_read(self, locale: QLocale) -> None:
        again, total = self._shown.read or (0, 0)
        self._read.setText(
            self.tr("read again {0} of {1} tokens").format(
                locale.toString(again), locale.toString(total)
            )
        )
        self._read.setToolTip(
            self.tr("The rest of the story was remembered and did not have to be read.")
        )
        self._read.setVisible(self._shown.read is not None and self._shown.elsewhere is None)

    def _refresh_task(self) -> None:
        task = self._shown.task or self._shown.background or self._shown.download
        self._task.setVisible(task is not None)
        self._progress.setVisible(task is not None)
        self._cancel.setVisible(task is not None and task.can_cancel)
        if task:
            self._task.setText(task.text)
            self._progress.setRange(0, task.total)
            self._progress.setValue(task.done)

    def _saving_words(self, state: str) -> str:
        words = {
            "saved": self.tr("Saved"),
            "changed": self.tr("Changed"),
            "saving": self.tr("Saving…"),
            "failed": self.tr("Not saved"),
        }
        return words.get(state, "")


def _with_digits(words: str, number: int, locale: QLocale) -> str:
    """The number in `words` as the language parts its digits."""
    return words.replace(str(number), locale.toString(number), 1)
