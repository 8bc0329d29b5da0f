"""Where the parts of one message stand, for a width. Paints nothing and knows no widgets."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics

from app.domain.chat import Author, ChatMessage
from app.ui.chat.chat_looks import AVATAR, BUBBLES, COLUMN, PADDING, ChatLooks
from app.ui.chat.message_document import MessageDocument
from app.ui.tokens import GAP_1, GAP_2, GAP_3, GAP_4

LONGEST, MOST_LINES = 6000, 160
"""What is shown of a message at first; the rest when a person asks for it. It is laid out in a
few milliseconds."""

_DAY, _HEAD, _LINE, _STRIP = 40, 22, 26, 28
_LEAST = 120


class MessageLayout:
    """A message with its documents. `last` is the newest of its chat; `day`: a heading with the
    date stands above it; `whole`: all of it is shown however long it is. Rectangles are empty where
    there is no such part."""

    def __init__(
        self,
        message: ChatMessage,
        looks: ChatLooks,
        *,
        last: bool = False,
        day: bool = False,
        whole: bool = False,
    ) -> None:
        self.message = message
        self.looks = looks
        self.last, self.has_day = last, day
        self.growing = False
        self.unfolded = False
        end = len(message.said.text) if whole else _first_part(message.said.text)
        self._end = end
        self.editing = 0
        self.width = self.height = 0
        self.body = MessageDocument(looks)
        self._reasoning: MessageDocument | None = None
        self._thought = message.said.reasoning
        self.day = self.avatar = self.head = self.bubble = QRect()
        self.fold = self.thoughts = self.words = self.more = self.strip = QRect()
        self._fill()

    @property
    def is_own(self) -> bool:
        """Whether the user said it."""
        return self.message.said.author is Author.USER

    @property
    def is_cut(self) -> bool:
        """Whether only the beginning is shown."""
        return self._end < len(self.message.said.text)

    @property
    def has_swipes(self) -> bool:
        """Whether it can be swiped: it has siblings, or is a reply that may get another."""
        reply = self.last and not self.is_own
        return not self.growing and (self.message.swipes > 1 or reply)

    @property
    def can_renew(self) -> bool:
        """Whether a step to the right asks for a new reply."""
        at_end = self.message.swipe >= self.message.swipes - 1
        return self.last and not self.is_own and at_end

    @property
    def thought(self) -> str:
        """What the model thought before it spoke."""
        return self._thought

    @property
    def reasoning(self) -> MessageDocument:
        """The document of that."""
        if self._reasoning is None:
            self._reasoning = MessageDocument(self.looks)
            self._reasoning.show(self._thought)
        return self._reasoning

    def grow(self, text: str) -> None:
        """More of a reply that is being written."""
        self.body.grow(text)
        self.place(self.width)

    def think(self, text: str) -> None:
        """More of what comes before it."""
        self._thought += text
        if self._reasoning is not None:
            self._reasoning.grow(text)
        self.place(self.width)

    def unfold(self, shown: bool) -> None:
        """Shows or hides what the model thought."""
        self.unfolded = shown
        self.place(self.width)

    def show_whole(self) -> None:
        """Shows all of a long message."""
        self._end = len(self.message.said.text)
        self._fill()
        self.place(self.width)

    def place(self, width: int) -> None:
        """Puts all parts where they belong in so many pixels."""
        self.width = width
        column = max(_LEAST, min(COLUMN, width - 2 * GAP_4))
        left = max(0, (width - column) // 2)
        y = 0
        self.day = QRect(left, 0, column, _DAY) if self.has_day else QRect()
        y += self.day.height() or GAP_2
        bubbles = self.looks.style == BUBBLES
        right_side = bubbles and self.is_own
        side = AVATAR + GAP_3
        x = left if right_side else left + side
        room = column - side * (2 if bubbles else 1)
        x += side if right_side else 0
        corner = left + column - AVATAR if right_side else left
        self.avatar = QRect(corner, y, AVATAR, AVATAR)
        self.head = QRect(x, y, room, _HEAD)
        bottom = self._place_words(x, y + _HEAD + GAP_1, room, bubbles, right_side)
        self.strip = QRect(x, bottom, room, _STRIP) if self.has_swipes else QRect()
        bottom = max(bottom + self.strip.height(), y + AVATAR)
        self.height = bottom + GAP_2

    def _place_words(self, x: int, y: int, room: int, bubbles: bool, right_side: bool) -> int:
        """Places what lies in the bubble; returns where it ends."""
        pad = PADDING if bubbles else 0
        inner = room - 2 * pad
        top = y + (GAP_2 if bubbles else 0)
        ideal = self._measure(inner)
        if bubbles and not self.editing:
            x += room - ideal - 2 * pad if right_side else 0
            inner = ideal
        at = top
        self.fold = QRect(x + pad, at, inner, _LINE) if self._thought else QRect()
        at += self.fold.height()
        self.thoughts = QRect()
        if self._thought and self.unfolded:
            height = round(self.reasoning.size().height())
            self.thoughts = QRect(x + pad + GAP_3, at, inner - GAP_3, height)
            at += height + GAP_2
        height = self.editing or round(self.body.size().height())
        self.words = QRect(x + pad, at, inner, height)
        at += height
        self.more = QRect(x + pad, at, inner, _LINE) if self.is_cut else QRect()
        at += self.more.height() + (GAP_2 if bubbles else 0)
        self.bubble = QRect(x, y, inner + 2 * pad, at - y) if bubbles else QRect()
        return at

    def _measure(self, room: int) -> int:
        """Sets the documents into `room` pixels; returns how wide they need to be."""
        if self.body.textWidth() != room:
            self.body.setTextWidth(room)
        wide = float(room) if self.body.is_wide else self.body.idealWidth()
        if self._thought:
            wide = max(wide, 180.0)
            if self.unfolded:
                if self.reasoning.textWidth() != room - GAP_3:
                    self.reasoning.setTextWidth(room - GAP_3)
                wide = max(wide, self.reasoning.idealWidth() + GAP_3)
        least = QFontMetrics(self.looks.small_font).horizontalAdvance("0" * 8)
        return min(room, max(least, int(wide) + 1))

    def _fill(self) -> None:
        text = self.message.said.text
        self.body.show(text[: self._end] + " …" if self.is_cut else text)


def _first_part(text: str) -> int:
    """Where the part of a text ends that is shown at first; all of it if it is not long."""
    end = 0
    for _ in range(MOST_LINES):
        step = text.find("\n", end, LONGEST)
        if step < 0:
            break
        end = step + 1
    else:
        return end
    if len(text) <= LONGEST:
        return len(text)
    return end if end > LONGEST // 2 else LONGEST
