"""The models that are on this computer, with the downloads on their way here.

Shows what it is given and says what the person wants; knows no files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.model_shelf import BUNDLED, Fetch, OwnModel
from app.ui.errors import shown
from app.ui.icon_button import describe
from app.ui.models import own_questions
from app.ui.models.card_list import WIDEST, CardList
from app.ui.models.fetch_cards import with_fetch
from app.ui.models.model_card import Action, CardText
from app.ui.models.words import (
    languages,
    listed,
    number_words,
    numbers_words,
    purposes,
    size_words,
    verdict_words,
)
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_3, GAP_6

_FETCH = "fetch "
_KINDS = {"comfortable": "good", "slow": "warning", "too_large": "problem"}
QUANTIZATIONS = {"convert-none": "none", "convert-int8": "int8", "convert-int4": "int4"}


def kind_of(verdict: str) -> str:
    """How a verdict looks."""
    return _KINDS.get(verdict, "quiet")


class OwnView(QWidget):
    """Signals: `use_requested(key)`, `test_requested(key)`, `convert_requested(key, "none", "int8"
    or "int4")`, `rename_requested(key, name)`, `delete_requested(key)`;
    `add_requested(Path, copy)`; `fetch_requested(number, what)`."""

    use_requested = Signal(str)
    test_requested = Signal(str)
    convert_requested = Signal(str, str)
    rename_requested = Signal(str, str)
    delete_requested = Signal(str)
    add_requested = Signal(object, bool)
    fetch_requested = Signal(int, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models: dict[str, OwnModel] = {}
        self._fetches: tuple[Fetch, ...] = ()
        self._used, self._loaded, self._detail = BUNDLED, False, ""
        self._folder = Path.home()
        self._about = QLabel()
        self._about.setProperty("role", "quiet")
        self._about.setWordWrap(True)
        self.add = QPushButton()
        self._menu = QMenu(self.add)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.add.setMenu(self._menu)
        self.cards = CardList(theme)
        self.cards.chosen.connect(self._on_chosen)
        self._lay_out()
        self.retranslate()

    def show_models(self, models: Sequence[OwnModel]) -> None:
        """Shows these."""
        self._models = {model.key: model for model in models}
        self._refresh()

    def show_used(self, key: str) -> None:
        """Which of them is in use."""
        self._used = key
        self._refresh()

    def show_loaded(self, name: str, detail: str) -> None:
        """How the one in use runs: its device and why; no name while none is loaded."""
        self._loaded, self._detail = bool(name), detail
        self._refresh()

    def show_fetches(self, fetches: Sequence[Fetch]) -> None:
        """The downloads that have not ended."""
        self._fetches = tuple(fetches)
        self._refresh()

    def ask_to_add(self, path: Path) -> None:
        """A file or folder was dropped: asks whether it is used where it is or copied."""
        own_questions.ask_to_add(self, path, lambda copy: self.add_requested.emit(path, copy))

    def build_menu(self) -> QMenu:
        """What the button offers, as it is about to be shown."""
        self._fill_menu()
        return self._menu

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._about.setText(
            self.tr("One model is in use at a time. Switching takes a moment and loses nothing.")
        )
        self.add.setText(self.tr("Add a model"))
        describe(self.add, self.tr("Add a model that is on this computer"))
        self._refresh()

    def _refresh(self) -> None:
        fetches = [(f"{_FETCH}{fetch.id}", self._fetch_card(fetch)) for fetch in self._fetches]
        models = [(model.key, self._card(model)) for model in self._models.values()]
        self.cards.show_cards([*fetches, *models])

    def _fetch_card(self, fetch: Fetch) -> CardText:
        text = CardText(fetch.title, self.tr("Download"), about=f"{fetch.repo} · {fetch.file}")
        return with_fetch(text, fetch)

    def _card(self, model: OwnModel) -> CardText:
        used = model.key == self._used
        text = CardText(model.title, about=self._about_words(model), menu=self._actions(model))
        if model.problem is not None:
            what = " ".join(filter(None, shown(model.problem)))
            return replace(text, problem=what)
        if model.expected is not None:
            verdict = model.expected.verdict
            text = replace(text, verdict=verdict_words(model.expected), kind=kind_of(verdict))
        if used and self._loaded:
            return replace(text, badge=self.tr("In use"), details=self._detail)
        use = Action("use", self.tr("Use"), self.tr("Write with it"), primary=not used)
        return replace(text, actions=(use,))

    def _about_words(self, model: OwnModel) -> str:
        millions = model.parameters / 1e6
        parts = [
            self.tr("comes with Longscroll") if model.bundled else "",
            self.tr("good for {0}").format(listed(model.good_for, purposes()))
            if model.good_for
            else "",
            listed(model.languages, languages()),
            self.tr("{0} million parameters").format(number_words(millions)) if millions else "",
            numbers_words(model.numbers),
            size_words(model.size),
            self.tr("lies in {0}").format(model.path.parent) if model.elsewhere else "",
        ]
        return " · ".join(filter(None, parts))

    def _actions(self, model: OwnModel) -> tuple[Action, ...]:
        folder = Action("folder", self.tr("Show the folder"))
        if model.problem is not None:
            return folder, Action("", ""), self._delete(model)
        convert = (
            Action("convert-none", self.tr("Convert to .safetensors")),
            Action("convert-int8", self.tr("Convert to 8 bits")),
            Action("convert-int4", self.tr("Convert to 4 bits")),
        )
        test = (Action("test", self.tr("Test")),) if model.testable else ()
        if model.bundled:
            return (folder,)
        rename = () if model.elsewhere else (Action("rename", self.tr("Rename…")),)
        return *test, *convert, Action("", ""), folder, *rename, self._delete(model)

    def _delete(self, model: OwnModel) -> Action:
        words = self.tr("Take off the list") if model.elsewhere else self.tr("Delete…")
        return Action("delete", words)

    def _on_chosen(self, key: str, action: str) -> None:
        if key.startswith(_FETCH):
            self.fetch_requested.emit(int(key.removeprefix(_FETCH)), action)
        elif action in QUANTIZATIONS:
            self.convert_requested.emit(key, QUANTIZATIONS[action])
        elif action == "rename":
            self._ask_for_name(self._models[key])
        elif action == "delete":
            self._ask_to_delete(self._models[key])
        elif action == "folder":
            path = self._models[key].path
            folder = path if path.is_dir() else path.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        else:
            wishes = {"use": self.use_requested, "test": self.test_requested}
            wishes[action].emit(key)

    def _ask_for_name(self, model: OwnModel) -> None:
        name = model.path.name if model.path.is_dir() else model.path.stem
        own_questions.ask_for_name(
            self, name, lambda new: self.rename_requested.emit(model.key, new)
        )

    def _ask_to_delete(self, model: OwnModel) -> None:
        if model.elsewhere:
            self.delete_requested.emit(model.key)
            return
        used = model.key == self._used
        own_questions.ask_to_delete(
            self, model, used, lambda: self.delete_requested.emit(model.key)
        )

    def _fill_menu(self) -> None:
        self._menu.clear()
        for words, of_folder, copy in (
            (self.tr("A file, used where it is…"), False, False),
            (self.tr("A file, copied to the models folder…"), False, True),
            (self.tr("A folder, used where it is…"), True, False),
            (self.tr("A folder, copied to the models folder…"), True, True),
        ):
            action = self._menu.addAction(words)
            action.triggered.connect(
                lambda _=False, folder=of_folder, copy=copy: self._choose(folder, copy)
            )

    def _choose(self, of_folder: bool, copy: bool) -> None:
        title = self.tr("Add a model")
        if of_folder:
            name = QFileDialog.getExistingDirectory(self, title, str(self._folder))
        else:
            kinds = self.tr("Models (*.pth *.safetensors *.gguf *.bin *.json);;All files (*)")
            name, _kind = QFileDialog.getOpenFileName(self, title, str(self._folder), kinds)
        if name:
            self._folder = Path(name).parent
            self.add_requested.emit(Path(name), copy)

    def _lay_out(self) -> None:
        head = QWidget()
        head.setMaximumWidth(WIDEST)
        row = QHBoxLayout(head)
        row.setContentsMargins(GAP_6, GAP_3, GAP_6, 0)
        row.setSpacing(GAP_2)
        row.addWidget(self._about, 1)
        row.addWidget(self.add)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(head, 1000)
        centred.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(centred)
        column.addWidget(self.cards, 1)
