"""The few widgets that show the messages in view, used again and again. Knows no places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from app.ui.chat.message_widget import MessageWidget


class MessagePool:
    """`make` makes another widget when there are too few."""

    def __init__(self, make: Callable[[], MessageWidget]) -> None:
        self._make = make
        self._shown: dict[int, MessageWidget] = {}
        self._free: list[MessageWidget] = []

    def __iter__(self) -> Iterator[MessageWidget]:
        return iter(self._shown.values())

    def find(self, row: int) -> MessageWidget | None:
        """The widget of a row, if it is in view."""
        return self._shown.get(row)

    def keep(self, rows: Iterable[int]) -> None:
        """Frees the widgets of all other rows."""
        kept = set(rows)
        for row in [row for row in self._shown if row not in kept]:
            self._free.append(self._shown.pop(row))

    def widget(self, row: int) -> MessageWidget:
        """The widget of a row, a free or a new one if it had none."""
        found = self._shown.get(row)
        if found is None:
            found = self._free.pop() if self._free else self._make()
            self._shown[row] = found
        return found

    def hide_free(self) -> None:
        """What shows nothing is not seen."""
        for widget in self._free:
            widget.hide()
