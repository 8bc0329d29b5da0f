"""Everything the window can be told, in one list: shortcuts, the palette and the key list read it.

Knows nothing of what a command does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Command:
    """`title` and `group` are functions, as the language may change; `available` says whether it
    makes sense at the moment. The first of `keys` is the one that is told."""

    title: Callable[[], str]
    group: Callable[[], str]
    act: Callable[[], object]
    keys: tuple[str, ...] = ()
    available: Callable[[], bool] = lambda: True

    @property
    def shortcut(self) -> str:
        """The first key as this system writes it; "" without one."""
        native = QKeySequence.SequenceFormat.NativeText
        return QKeySequence(self.keys[0]).toString(native) if self.keys else ""


class Commands(QObject):
    """The list, in the order in which commands were added."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._commands: list[Command] = []

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands)

    def add(
        self,
        title: Callable[[], str],
        group: Callable[[], str],
        act: Callable[[], object],
        *keys: str,
        available: Callable[[], bool] | None = None,
    ) -> Command:
        """Adds a command and listens for its keys in the whole window. Raises `ValueError` for a
        key that another command has: Qt would then listen to neither."""
        command = Command(title, group, act, keys, available or (lambda: True))
        self.name(command)
        for key in keys:
            shortcut = QShortcut(QKeySequence(key), self._window)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(lambda: self.run(command))
        return command

    def name(self, command: Command) -> None:
        """Adds a command whose keys another part listens to. Raises `ValueError` like `add`."""
        taken = {key for known in self._commands for key in known.keys}
        for key in command.keys:
            if key in taken:
                raise ValueError(f"two commands for {key}")
        self._commands.append(command)

    def run(self, command: Command) -> None:
        """Does what was asked, if it makes sense now."""
        if command.available():
            command.act()


def matches(words: str, title: str) -> int | None:
    """How well `title` answers what was typed: less is better, `None` not at all.

    Each letter must come in order; letters that follow one another and beginnings of words count
    for more.
    """
    wanted, text = words.casefold().split(), title.casefold()
    cost = 0
    for word in wanted:
        at = text.find(word)
        if at >= 0:
            cost += at if at and text[at - 1].isalnum() else 0
            continue
        place = _scattered(word, text)
        if place is None:
            return None
        cost += 100 + place
    return cost + len(text) // 8


def best(words: str, titles: Sequence[str]) -> list[int]:
    """The numbers of the titles that answer what was typed, the best first."""
    if not words.strip():
        return list(range(len(titles)))
    found = ((matches(words, title), number) for number, title in enumerate(titles))
    return [number for cost, number in sorted((c, n) for c, n in found if c is not None)]


def _scattered(word: str, text: str) -> int | None:
    """How far apart the letters of `word` stand in `text`, in order; `None` if they do not."""
    at, first = -1, -1
    for letter in word:
        at = text.find(letter, at + 1)
        if at < 0:
            return None
        first = at if first < 0 else first
    return at - first
