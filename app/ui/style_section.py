"""With which styles something is written: a story, in the panel with Continue.

Takes and gives plain values; knows neither storage nor engine.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSlider, QVBoxLayout, QWidget

from app.domain.styles import Style, StyleChoice
from app.ui.choice_button import ChoiceButton
from app.ui.theme import Theme
from app.ui.tokens import GAP_1, GAP_2

_FULL = 100
_BUTTON_WIDTH = 200


class StyleSection(QWidget):
    """Signals: `toggled(id)`, `cleared`, `strength_chosen(float)` and `weight_chosen(id, float)`
    from 0 to 1, `teach_requested`."""

    toggled = Signal(object)
    cleared = Signal()
    strength_chosen = Signal(float)
    weight_chosen = Signal(object, float)
    teach_requested = Signal()

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, width: int = _BUTTON_WIDTH
    ) -> None:
        super().__init__(parent)
        self._width = width
        self._styles: list[Style] = []
        self._model_key = ""
        self._choice = StyleChoice()
        self._note = QLabel()
        self._note.setProperty("role", "quiet")
        self._note.setWordWrap(True)
        self._button = ChoiceButton(theme)
        self._menu = QMenu(self._button)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._button.setMenu(self._menu)
        self._strength = _Dial(self)
        self._strength.moved.connect(self.strength_chosen)
        self._shares: dict[int, _Dial] = {}
        self._share_box = QVBoxLayout()
        self._lay_out()
        self.retranslate()
        self.allow(False)

    def show_styles(self, styles: Sequence[Style], model_key: str) -> None:
        """The styles to choose from; only those of the key's model can be used."""
        self._styles, self._model_key = list(styles), model_key
        self._refresh()

    def show_choice(self, choice: StyleChoice) -> None:
        """What the story is written with."""
        self._choice = choice
        self._refresh()

    def allow(self, possible: bool) -> None:
        """Whether there is a story to choose for."""
        self.setEnabled(possible)

    def build_menu(self) -> QMenu:
        """The menu as it is about to be shown."""
        self._fill_menu()
        return self._menu

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        what, strength = self._explained()
        self._button.setToolTip(what)
        self._strength.show_words(self.tr("Strength"), strength)
        self._refresh()

    # What a choice for something else than a story says otherwise

    def _explained(self) -> tuple[str, str]:
        """What is chosen, and how strongly."""
        return (
            self.tr("With which learnt styles the model writes this story"),
            self.tr("How strongly the story keeps to the style"),
        )

    def _named(self) -> str:
        """The choice in words."""
        return " + ".join(style.name for style in self._chosen()) or self.tr("None")

    def _settable(self) -> bool:
        """Whether strength and shares can be set."""
        return True

    def _fill_head(self) -> None:
        """The first lines of the menu, before the styles."""
        none = self._menu.addAction(self.tr("None"), self.cleared.emit)
        none.setCheckable(True)
        none.setChecked(not self._choice.ids)

    # All the rest

    def _refresh(self) -> None:
        chosen, names = self._chosen(), self._named()
        metrics = self._button.fontMetrics()
        self._button.setText(metrics.elidedText(names, Qt.TextElideMode.ElideRight, self._width))
        self._button.setAccessibleName(self.tr("Style: {0}").format(names))
        self._strength.show_value(self._choice.strength, self._percent(self._choice.strength))
        self._strength.setVisible(bool(chosen) and self._settable())
        foreign = [style for style in chosen if style.model_key != self._model_key]
        self._note.setVisible(bool(foreign))
        if foreign:
            self._note.setText(
                self.tr("“{0}” belongs to another model or version, {1}, and is left out.").format(
                    foreign[0].name, foreign[0].model_name
                )
            )
        self._refresh_shares([style for style in chosen if style not in foreign])

    def _refresh_shares(self, chosen: Sequence[Style]) -> None:
        """A dial for each style, where there is something to share."""
        several = len(chosen) > 1 and self._settable()
        wanted = [style.id for style in chosen] if several else []
        if list(self._shares) != wanted:
            for dial in self._shares.values():
                dial.hide()
                dial.deleteLater()
            self._shares = {number: self._share_dial(number) for number in wanted}
        weights = {share.style_id: share.weight for share in self._choice.shares}
        total = sum(weights[number] for number in wanted)
        for style in chosen if wanted else ():
            dial, weight = self._shares[style.id], weights[style.id]
            share = weight / total if total > 0 else 0.0
            dial.show_words(style.name, self.tr("Share of “{0}”").format(style.name))
            dial.show_value(weight, self._percent(share))

    def _share_dial(self, style_id: int) -> _Dial:
        dial = _Dial(self)
        dial.moved.connect(lambda weight: self.weight_chosen.emit(style_id, weight))
        self._share_box.addWidget(dial)
        dial.show()  # what a layout adds to a shown widget waits for the event loop otherwise
        return dial

    def _chosen(self) -> list[Style]:
        by_id = {style.id: style for style in self._styles}
        return [by_id[number] for number in self._choice.ids if number in by_id]

    def _percent(self, value: float) -> str:
        return self.tr("{0} %").format(QLocale().toString(round(100 * value)))

    def _fill_menu(self) -> None:
        self._menu.clear()
        self._fill_head()
        for style in self._styles:
            self._menu.addAction(self._action(style))
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Teach a style…"), self.teach_requested.emit)

    def _action(self, style: Style) -> QAction:
        fits = style.model_key == self._model_key
        used = style.id in self._choice.ids and self._settable()
        words = style.name.replace("&", "&&")
        if not fits:
            words = self.tr("{0} – for the model {1}").format(words, style.model_name)
        action = QAction(words, self._menu, checkable=True, checked=used)
        action.setEnabled(fits or used)
        action.triggered.connect(lambda _checked=False: self.toggled.emit(style.id))
        return action

    def _lay_out(self) -> None:
        self._share_box.setSpacing(GAP_1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_2)
        column.addWidget(self._button)
        column.addWidget(self._note)
        column.addWidget(self._strength)
        column.addLayout(self._share_box)


class _Dial(QWidget):
    """A slider from 0 to 1 with its name and its value in words. `moved(float)`."""

    moved = Signal(float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._name, self._value = QLabel(), QLabel()
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._value.setProperty("role", "value")
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, _FULL)
        self._slider.setPageStep(10)
        self._slider.valueChanged.connect(lambda value: self.moved.emit(value / _FULL))
        row = QHBoxLayout()
        row.addWidget(self._name, 1)
        row.addWidget(self._value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_2)
        column.addLayout(row)
        column.addWidget(self._slider)

    def show_words(self, name: str, explained: str) -> None:
        """What the dial is for."""
        self._name.setText(name)
        self._slider.setAccessibleName(explained)
        self._slider.setToolTip(explained)

    def show_value(self, value: float, words: str) -> None:
        """Where it stands."""
        blocked = QSignalBlocker(self._slider)
        self._slider.setValue(round(_FULL * value))
        blocked.unblock()
        self._value.setText(words)
