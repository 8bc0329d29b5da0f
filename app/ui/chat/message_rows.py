"""The rows of a conversation: which message each is, how it is laid out, and how high it is.

Lays out only what is asked for. Knows nothing of the place where they are seen.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from app.domain.chat import Author, ChatMessage, Said
from app.ui.chat.chat_looks import ChatLooks
from app.ui.chat.height_index import HeightIndex
from app.ui.chat.message_layout import MessageLayout
from app.ui.chat.message_pages import MessagePages

_KEPT = 160
"""Layouts: a dozen screens."""


class MessageRows:
    """Row n is the message at depth n; a reply that is being written is the last row."""

    def __init__(self, looks: ChatLooks) -> None:
        self.pages = MessagePages()
        self.heights = HeightIndex()
        self.width = 0
        self.growing: MessageLayout | None = None
        self._looks = looks
        self._layouts: OrderedDict[int, MessageLayout] = OrderedDict()
        self._total = 0
        self._whole: set[int] = set()

    @property
    def total(self) -> int:
        """Messages of the conversation, without a reply that is being written."""
        return self._total

    @property
    def count(self) -> int:
        """Rows."""
        return self.heights.count

    def reset(self, total: int) -> None:
        """Another conversation."""
        self.pages = MessagePages()
        self.growing = None
        self._layouts.clear()
        self._whole.clear()
        self._total = total
        self.heights = HeightIndex(total)

    def change_from(self, depth: int, total: int) -> None:
        """From this depth on there are other messages now."""
        self.pages.forget_from(depth)
        for row in [row for row in self._layouts if row >= depth - 1]:
            del self._layouts[row]
        self._total = total
        self.heights.forget_from(max(0, depth - 1))
        self.heights.resize(total)

    def put(self, from_depth: int, messages: Sequence[ChatMessage]) -> None:
        """Messages came, for the first time or changed."""
        fitting = messages[: max(0, self._total - from_depth)]
        old = [self.pages.get(from_depth + n) for n in range(len(fitting))]
        self.pages.put(from_depth, fitting)
        for number, message in enumerate(fitting):
            if old[number] != message:
                self._layouts.pop(from_depth + number, None)
        self._layouts.pop(from_depth + len(fitting), None)  # may have lost its date

    def add(self, message: ChatMessage) -> None:
        """One more message at the end."""
        for row in (self._total - 1, self._total):
            self._layouts.pop(row, None)
        self.pages.put(self._total, (message,))
        self._total += 1
        self.heights.resize(self._total)

    def use_looks(self, looks: ChatLooks) -> None:
        """All looks different."""
        self._looks = looks
        self._layouts.clear()
        self.heights.forget_from(0)
        if self.growing is not None:
            old = self.growing
            self._grow_new(old.message, old.body.text, old.thought)

    def resize(self, width: int) -> None:
        """There is more or less room for each."""
        if width != self.width:
            self.width = width
            self.heights.forget_from(0)
            if self.growing is not None:
                self.growing.place(width)

    def message(self, row: int) -> ChatMessage | None:
        """The message of a row, if it is at hand; a reply that is being written is none."""
        return self.pages.get(row) if 0 <= row < self._total and not self.is_growing(row) else None

    def is_growing(self, row: int) -> bool:
        """Whether the reply that is being written stands there."""
        return self.growing is not None and row == self.count - 1

    def layout(self, row: int) -> MessageLayout | None:
        """A row laid out for the width in use; `None` if its message is not at hand."""
        if self.is_growing(row):
            return self.growing
        message = self.pages.get(row)
        if message is None:
            return None
        found = self._layouts.get(row)
        if found is None:
            last = row == self.count - 1
            day, whole = self._begins_day(row), message.id in self._whole
            found = MessageLayout(message, self._looks, last=last, day=day, whole=whole)
            self._layouts[row] = found
            while len(self._layouts) > _KEPT:
                self._layouts.popitem(last=False)
        else:
            self._layouts.move_to_end(row)
        if found.width != self.width:
            found.place(self.width)
        return found

    def height(self, row: int) -> int:
        """How high a row is; an estimate where its message is not at hand."""
        layout = self.layout(row)
        if layout is None:
            return self.heights.height(row)
        if layout.height != self.heights.height(row):
            self.heights.put(row, layout.height)
        return layout.height

    def show_whole(self, row: int) -> None:
        """Shows all of a message that is very long, from now on."""
        layout = self.layout(row)
        if layout is not None and layout.is_cut:
            self._whole.add(layout.message.id)
            layout.show_whole()

    # A reply that is being written

    def begin_reply(self, name: str, depth: int, text: str, character_id: int | None) -> None:
        """A reply stands at a depth from now on, and nothing below it."""
        said = Said(Author.CHARACTER, name, "", character_id=character_id)
        for row in [row for row in self._layouts if row >= depth - 1]:
            del self._layouts[row]
        self.heights.forget_from(depth)
        self.heights.resize(depth + 1)
        self._grow_new(ChatMessage(0, 0, None, depth, said), text, "")

    def end_reply(self, message: ChatMessage | None) -> None:
        """The reply is this message; with `None` all is as it was before."""
        if self.growing is None:
            return
        row = self.count - 1
        self.growing = None
        self._layouts.pop(row, None)
        self.heights.forget_from(row)
        if message is not None:
            self.pages.forget_from(row)
            self._total = row + 1
            self.pages.put(row, (message,))
            self._whole.add(message.id)  # all of it was there to be read a moment ago
        self.heights.resize(self._total)

    def _grow_new(self, message: ChatMessage, text: str, thought: str) -> None:
        row = self.count - 1
        layout = MessageLayout(message, self._looks, last=True, day=self._begins_day(row))
        layout.growing = True
        layout.place(self.width)
        if thought:
            layout.think(thought)
        layout.grow(text)
        self.growing = layout

    def _begins_day(self, row: int) -> bool:
        """Whether a row is of another day than the one above it."""
        message, above = self.pages.get(row), self.pages.get(row - 1)
        if message is None or message.said.created_at is None:
            return False
        if row == 0:
            return True
        if above is None or above.said.created_at is None:
            return False
        day = message.said.created_at.astimezone().date()
        return day != above.said.created_at.astimezone().date()
