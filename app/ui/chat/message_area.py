"""A scrolling place for a conversation of any length: only messages in view have widgets.

Asks for pages of messages when they come near, and keeps what is being read where it is. Knows
nothing of what can be done with messages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app.domain.chat import ChatMessage
from app.ui.chat.chat_looks import AVATAR, BUBBLES, ChatLooks
from app.ui.chat.message_paint import MessagePainter
from app.ui.chat.message_pool import MessagePool
from app.ui.chat.message_rows import MessageRows
from app.ui.chat.message_widget import MessageWidget
from app.ui.chat.pictures import Pictures
from app.ui.chat.row_window import PlacedRow, RowWindow
from app.ui.icon_button import IconButton, describe
from app.ui.theme import Theme
from app.ui.tokens import GAP_3, Tokens

_AHEAD = 25
"""Messages beyond the view that are to be at hand."""

_STEP = 48
_SPOKEN = 400
_LAID_OUT_AHEAD = 3


class MessageArea(QAbstractScrollArea):
    """`page_wanted(from_depth, count)` is to be answered by `show_page`; `leave_requested`: the
    keyboard goes on beyond the newest message."""

    page_wanted = Signal(int, int)
    leave_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._looks = ChatLooks(theme.tokens)
        self._rows = MessageRows(self._looks)
        self._window = RowWindow(self._rows)
        self._pool = MessagePool(self._make_widget)
        self._painter = MessagePainter(self)
        self._pictures = Pictures()
        self._placed: list[PlacedRow] = []
        self._placing = False
        self._current = -1
        self._ring = False
        self._to_end = IconButton(theme, "arrow-down", self.viewport())
        self._to_end.setObjectName("toEnd")
        self._to_end.clicked.connect(self.scroll_to_end)
        self._ahead = QTimer(self, singleShot=True, interval=0)
        self._ahead.timeout.connect(self._lay_out_ahead)
        self._near: list[int] = []
        bar = self.verticalScrollBar()
        bar.setSingleStep(_STEP)
        bar.valueChanged.connect(self._on_scrolled)
        bar.sliderReleased.connect(self._place)
        theme.changed.connect(self._apply_tokens)

    # What it shows

    @property
    def count(self) -> int:
        """Rows: messages, and the reply that is being written if it is new."""
        return self._rows.count

    @property
    def current_row(self) -> int:
        """Where the keyboard is; -1: nowhere yet."""
        return self._current

    @property
    def follows(self) -> bool:
        """Whether the newest is in view and stays there."""
        return self._window.at_end

    def set_chat(self, total: int, at: int | None = None) -> None:
        """Shows another conversation of so many messages, from its end or from depth `at` on."""
        self._current = -1
        self._rows.reset(total)
        self._pool.keep(())
        self._window.at_end = True
        if at is not None and 0 <= at < total:
            self._window.jump(at)
        self._place()

    def show_page(self, from_depth: int, messages: Sequence[ChatMessage]) -> None:
        """Takes messages in: those that were asked for, or some that changed."""
        self._rows.put(from_depth, messages)
        self._place()

    def add_message(self, message: ChatMessage) -> None:
        """One more message at the end, which was said just now."""
        self._rows.add(message)
        self._place()

    def change_from(self, depth: int, total: int) -> None:
        """From this depth on the conversation is another, now of `total` messages: those it wants
        to show are asked for again."""
        self._rows.change_from(depth, total)
        self._current = min(self._current, total - 1)
        self._place()

    def set_pictures(self, user: bytes, characters: Mapping[int | None, bytes]) -> None:
        """Small pictures (PNG, JPEG, WebP) of the user and of characters by id; `None` stands for
        any other character."""
        self._pictures.use(user, characters, AVATAR, self.devicePixelRatioF())
        self._place()

    def set_style(self, style: str = BUBBLES, pixels: int = 15, family: str = "") -> None:
        """`bubbles` or `flat`, the size of the text, and its font."""
        self._use_looks(replace(self._looks, style=style, pixels=pixels, family=family))

    # A reply that is being written

    def begin_reply(
        self,
        name: str,
        depth: int | None = None,
        text: str = "",
        character_id: int | None = None,
    ) -> None:
        """A reply begins, at the end or in place of what stands at `depth` and below; `text` is
        what it goes on from."""
        place = self._rows.total if depth is None else depth
        self._rows.begin_reply(name, place, text, character_id)
        self._place()

    def add_text(self, text: str) -> None:
        """More of the reply; only its end is set again."""
        if self._rows.growing is not None:
            self._rows.growing.grow(text)
            self._show_growth()

    def add_reasoning(self, text: str) -> None:
        """More of what the model thinks before it speaks."""
        if self._rows.growing is not None:
            self._rows.growing.think(text)
            self._show_growth()

    def end_reply(self, message: ChatMessage | None) -> None:
        """The reply is complete, as this message; `None`: there is none, all is as before."""
        self._rows.end_reply(message)
        self._place()
        if message is not None:
            words = self.tr("{0} has answered: {1}").format(message.said.name, message.said.text)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def show_message(self, depth: int) -> None:
        """Goes to a message and marks it."""
        if 0 <= depth < self.count:
            self._window.jump(depth, self.viewport().height() // 5)
            self._set_current(depth, ring=True)

    # The keyboard

    def walk(self, step: int) -> None:
        """The keyboard goes to the message above or below; through a long one in steps."""
        place, room = self._placed_row(self._current), self.viewport().height()
        if self._current < 0:
            self.go_to(self.count - 1)
        elif place is not None and step > 0 and place.y + place.height > room + 1:
            self.scroll_by(min(place.y + place.height - room, room * 3 // 4))
        elif place is not None and step < 0 and place.y < 0:
            self.scroll_by(max(place.y, -room * 3 // 4))
        elif step > 0 and self._current >= self.count - 1:
            self.leave_requested.emit()
        else:
            self.go_to(self._current + step)

    def turn_page(self, step: int) -> None:
        """A screen up or down; the keyboard goes along."""
        self.scroll_by(step * self.viewport().height() * 9 // 10)
        if self._placed:
            whole = [place.row for place in self._placed if place.y >= 0]
            rows = whole or [self._placed[0].row]
            at_end = step > 0 and self.follows
            self._set_current(rows[-1] if at_end else rows[0], ring=True)

    def go_to(self, row: int) -> None:
        """The keyboard goes to a row."""
        if self.count:
            row = max(0, min(row, self.count - 1))
            self._window.show(row)
            self._set_current(row, ring=True)

    def go_to_end(self) -> None:
        """The keyboard goes to the newest message."""
        self._window.at_end = True
        self._set_current(self.count - 1, ring=True)

    # Scrolling

    def scroll_to_end(self) -> None:
        """The newest comes into view, and stays."""
        self._window.at_end = True
        self._place()

    def scroll_by(self, pixels: int) -> None:
        """Moves the view, which is not more than a few screens."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + pixels)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All is set anew; what is being read stays in view."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        describe(self._to_end, self.tr("To the newest message"))
        for widget in self._pool:
            widget.tell()
            widget.update()

    def _on_scrolled(self, value: int) -> None:
        if not self._placing:
            dragged = self.verticalScrollBar().isSliderDown()
            self._window.scroll_to(value, exactly=dragged)
            self._place()

    # Placing

    def _make_widget(self) -> MessageWidget:
        return MessageWidget(self._painter, self.viewport())

    def _before_placing(self) -> None:
        """What a row needs besides its message may be set now."""

    def _after_placing(self) -> None:
        """The rows in view are known."""

    def _place(self) -> None:
        if self._placing:
            return
        self._placing = True
        room = self.viewport().size()
        self._rows.resize(room.width())
        self._before_placing()
        self._placed = self._window.place(room.height())
        self._pool.keep(place.row for place in self._placed)
        for place in self._placed:
            self._place_row(place, room.width())
        self._pool.hide_free()
        self._move_bar(room.height())
        self._to_end.setVisible(self.count > 0 and not self.follows)
        corner = self.viewport().rect().bottomRight() - QPoint(GAP_3, GAP_3)
        self._to_end.adjustSize()
        self._to_end.move(corner - self._to_end.rect().bottomRight())
        self._to_end.raise_()
        self._after_placing()
        self._placing = False
        self._ask_for_pages()

    def _place_row(self, place: PlacedRow, width: int) -> None:
        widget = self._pool.widget(place.row)
        layout = self._rows.layout(place.row)
        picture = None if layout is None else self._pictures.of(layout.message.said)
        current = self._ring and place.row == self._current
        widget.show_message(place.row, layout, picture, current)
        widget.setGeometry(0, place.y, width, place.height)
        widget.show()

    def _move_bar(self, room: int) -> None:
        bar = self.verticalScrollBar()
        if bar.isSliderDown():
            return  # under the hand nothing moves; it is put right when it lets go
        bar.setRange(0, self._window.farthest)
        bar.setPageStep(room)
        bar.setValue(self._window.value)

    def _ask_for_pages(self) -> None:
        if not self._placed:
            return
        first, last = self._placed[0].row - _AHEAD, self._placed[-1].row + _AHEAD
        total = self._rows.total if self._rows.growing is None else self.count - 1
        for start, count in self._rows.pages.wanted(first, last, total):
            self.page_wanted.emit(start, count)
        above = range(self._placed[0].row - 1, self._placed[0].row - 1 - _LAID_OUT_AHEAD, -1)
        below = range(self._placed[-1].row + 1, self._placed[-1].row + 1 + _LAID_OUT_AHEAD)
        self._near = [row for row in (*above, *below) if 0 <= row < self.count]
        self._ahead.start()

    def _lay_out_ahead(self) -> None:
        """Lays out one message beside the view, when there is nothing else to do."""
        if self._near:
            self._rows.layout(self._near.pop(0))
            self._ahead.start()

    def _show_growth(self) -> None:
        self._place()
        widget = self._pool.find(self.count - 1)
        if widget is not None:
            widget.update()

    def _set_current(self, row: int, *, ring: bool) -> None:
        told = row != self._current or (ring and not self._ring)
        self._current, self._ring = row, ring
        self._place()
        widget = self._pool.find(row)
        if ring and told and widget is not None:
            words = f"{widget.accessibleName()}: {widget.accessibleDescription()[:_SPOKEN]}"
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _refresh_row(self, row: int) -> None:
        """A row is drawn and told otherwise."""
        self._place()
        widget = self._pool.find(row)
        if widget is not None:
            widget.tell()
            widget.update()

    def _placed_row(self, row: int) -> PlacedRow | None:
        return next((place for place in self._placed if place.row == row), None)

    def _use_looks(self, looks: ChatLooks) -> None:
        self._looks = looks
        self._rows.use_looks(looks)
        self._place()

    def _apply_tokens(self, tokens: Tokens) -> None:
        self._use_looks(replace(self._looks, tokens=tokens))
