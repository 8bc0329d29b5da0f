"""The messages of a long conversation that are at hand, and which pages are still to be asked.

Knows nothing of where they come from.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from app.domain.chat import ChatMessage

PAGE = 50
"""Messages that are asked for at once."""

_KEPT = 60
"""Pages: some 3,000 messages."""


class MessagePages:
    """Messages by their depth. Those not looked at for long are forgotten."""

    def __init__(self) -> None:
        self._pages: OrderedDict[int, dict[int, ChatMessage]] = OrderedDict()
        self._asked: set[int] = set()

    def get(self, depth: int) -> ChatMessage | None:
        """The message at a depth, if it is at hand."""
        page = self._pages.get(depth // PAGE)
        return None if page is None else page.get(depth)

    def put(self, from_depth: int, messages: Sequence[ChatMessage]) -> None:
        """Takes messages in, in the order in which they follow one another."""
        for number, message in enumerate(messages):
            depth = from_depth + number
            page = self._pages.setdefault(depth // PAGE, {})
            page[depth] = message
        for page_number in range(from_depth // PAGE, (from_depth + len(messages)) // PAGE + 1):
            self._asked.discard(page_number)
            if page_number in self._pages:
                self._pages.move_to_end(page_number)
        while len(self._pages) > _KEPT:
            self._pages.popitem(last=False)

    def wanted(self, first: int, last: int, count: int) -> list[tuple[int, int]]:
        """What to ask for so that messages `first` to `last` of `count` are at hand, as (from
        depth, count); it is not asked for twice."""
        pages = []
        for number in range(max(0, first) // PAGE, min(last, count - 1) // PAGE + 1):
            start = number * PAGE
            size = min(PAGE, count - start)
            page = self._pages.get(number)
            if page is not None:
                self._pages.move_to_end(number)
            if number not in self._asked and (page is None or len(page) < size):
                self._asked.add(number)
                pages.append((start, size))
        return pages

    def forget_from(self, depth: int) -> None:
        """This message and those below it are others now."""
        for number in [number for number in self._pages if (number + 1) * PAGE > depth]:
            page = self._pages[number]
            for known in [known for known in page if known >= depth]:
                del page[known]
        self._asked = {number for number in self._asked if number < depth // PAGE}

    def place_of(self, message_id: int) -> int | None:
        """The depth of a message that is at hand."""
        for page in self._pages.values():
            for depth, message in page.items():
                if message.id == message_id:
                    return depth
        return None
