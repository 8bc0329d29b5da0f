"""The page of models: yours, those to be had, any repository, and where the disk goes.

Puts its parts together and says what happened; knows no controllers.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.model_shelf import Fetch, ModelVerdict, OwnModel
from app.ui.message_bar import Message, MessageBar
from app.ui.models.job_strip import JobStrip
from app.ui.models.offers_view import OffersView
from app.ui.models.own_view import OwnView
from app.ui.models.repository_view import RepositoryView
from app.ui.models.space_view import SpaceView
from app.ui.models.words import size_words
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, HEADER_HEIGHT

OWN, OFFERS, REPOSITORY, SPACE = range(4)
_NEWS = "model-news"
_SECONDS = 20.0


class ModelsPage(QFrame):
    """Its parts are `own`, `offers`, `repository`, `space`, `messages`, and `job` and `process`:
    files that are copied or moved, and what a process of its own does meanwhile. Signals: `opened`
    when it is to be seen, `space_opened`."""

    opened = Signal()
    space_opened = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("modelsPage")
        self.messages = MessageBar(theme, self)
        self.job, self.process = JobStrip(self), JobStrip(self)
        self.own, self.offers = OwnView(theme), OffersView(theme)
        self.repository, self.space = RepositoryView(), SpaceView()
        self.tabs = tuple(QPushButton() for _each in range(4))
        self._group = QButtonGroup(self)
        self._pages = QStackedWidget()
        for number, page in enumerate((self.own, self.offers, self.repository, self.space)):
            self._pages.addWidget(page)
            self._group.addButton(self.tabs[number], number)
            self.tabs[number].setCheckable(True)
            self.tabs[number].setProperty("role", "chip")
        self._lay_out()
        self._group.idClicked.connect(self.show_tab)
        self.tabs[OWN].setChecked(True)
        self.retranslate()

    def show_tab(self, tab: int) -> None:
        """One of the four."""
        self.tabs[tab].setChecked(True)
        self._pages.setCurrentIndex(tab)
        if tab == SPACE:
            self.space_opened.emit()

    def focus_first(self) -> None:
        """The keyboard is where one begins."""
        self.opened.emit()
        self.tabs[self._pages.currentIndex()].setFocus()

    def show_own(self, models: Sequence[OwnModel]) -> None:
        """The models that are here."""
        self.own.show_models(models)
        self.offers.show_here([model.file.name for model in models])

    def show_fetches(self, fetches: Sequence[Fetch]) -> None:
        """The downloads that have not ended."""
        self.own.show_fetches(fetches)
        self.offers.show_fetches(fetches)

    def show_deleted(self, title: str, freed: int, elsewhere: bool) -> None:
        """A model is gone from the list."""
        if elsewhere:
            what = self.tr("“{0}” is off the list, and left where it is.").format(title)
        else:
            what = self.tr("“{0}” is deleted; {1} are free by that.").format(
                title, size_words(freed)
            )
        self._tell(what)

    def show_cleaned(self, freed: int) -> None:
        """Something was cleaned up."""
        self._tell(self.tr("{0} are free by that.").format(size_words(freed)))

    def show_moved(self, folder: object) -> None:
        """All models lie elsewhere."""
        self._tell(self.tr("The models lie in {0} now.").format(folder))

    def show_converted(self, name: str) -> None:
        """A model was converted."""
        self._tell(self.tr("“{0}” is made and among your models.").format(name))

    def show_passed(self, outcome: ModelVerdict) -> None:
        """A model computes what it should."""
        what = self.tr("“{0}” computes what it should: all {1} tokens of the test are right.")
        self._tell(what.format(outcome.title, outcome.total))

    def show_untested(self, title: str) -> None:
        """There is too little memory to test a model now."""
        what = self.tr("There is not enough free memory to test “{0}” now.").format(title)
        self._tell(what, self.tr("It can be tested later, from its three dots."))

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        words = (
            self.tr("Yours"),
            self.tr("Get more"),
            self.tr("From a repository"),
            self.tr("Space"),
        )
        for tab, text in zip(self.tabs, words, strict=True):
            tab.setText(text)
            tab.setAccessibleName(text)

    def _tell(self, what: str, todo: str = "") -> None:
        self.messages.show_message(Message(_NEWS, what, todo, "notice", "", _SECONDS))

    def _lay_out(self) -> None:
        header = QFrame()
        header.setObjectName("pageHeader")
        header.setFixedHeight(HEADER_HEIGHT)
        row = QHBoxLayout(header)
        row.setSpacing(GAP_2)
        row.addStretch(1)
        for tab in self.tabs:
            row.addWidget(tab, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self.messages)
        column.addWidget(self.job)
        column.addWidget(self.process)
        column.addWidget(self._pages, 1)
