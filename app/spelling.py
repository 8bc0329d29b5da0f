"""Whether words are spelt right: Hunspell dictionaries, and the writer's own words, on a thread
of their own. Knows no Qt and nothing of texts.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from engine.types import UserError

_MAX_SUGGESTIONS = 7


class _Dictionary(Protocol):
    def lookup(self, word: str) -> bool: ...

    def suggest(self, word: str) -> Iterable[str]: ...


@dataclass(frozen=True)
class SpellingFiles:
    """Where dictionaries lie: `NAME.dic` beside `NAME.aff`; and the writer's own words, one a
    line."""

    folders: tuple[Path, ...]
    own_words: Path

    def dictionaries(self) -> list[Path]:
        """The `.dic` of those that are there."""
        return [
            path
            for folder in self.folders
            for path in sorted(folder.glob("*.dic"))
            if path.with_suffix(".aff").exists()
        ]


class Speller:
    """A word is right if one of the dictionaries or the writer says so.

    Everything is done on its thread, in the order in which it was asked for. `on_problem` is
    called there with what the user can mend.
    """

    def __init__(self, files: SpellingFiles, on_problem: Callable[[UserError], None]) -> None:
        self._files = files
        self._on_problem = on_problem
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="spelling")
        self._dictionaries: list[_Dictionary] | None = None
        self._own: set[str] = set()

    def check(self, words: Sequence[str]) -> Future[dict[str, bool]]:
        """Whether each of the words is right. Loads the dictionaries first if need be."""
        return self._thread.submit(lambda: {word: self._is_right(word) for word in words})

    def suggest(self, word: str) -> Future[list[str]]:
        """What may have been meant, the likeliest first."""
        return self._thread.submit(self._suggest, word)

    def add(self, word: str) -> Future[None]:
        """The writer says that the word is right, for ever."""
        return self._thread.submit(self._add, word)

    def close(self) -> None:
        """Ends when what is under way is done; what waits is dropped."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _loaded(self) -> list[_Dictionary]:
        if self._dictionaries is None:
            self._dictionaries = []
            self._own = self._read_own()
            for path in self._files.dictionaries():
                dictionary = self._load(path)
                if dictionary is not None:
                    self._dictionaries.append(dictionary)
        return self._dictionaries

    def _is_right(self, word: str) -> bool:
        dictionaries = self._loaded()
        if not dictionaries or word in self._own or word.lower() in self._own:
            return True
        return any(dictionary.lookup(word) for dictionary in dictionaries)

    def _suggest(self, word: str) -> list[str]:
        found = [s for dictionary in self._loaded() for s in dictionary.suggest(word)]
        return list(dict.fromkeys(found))[:_MAX_SUGGESTIONS]

    def _add(self, word: str) -> None:
        self._loaded()
        self._own.add(word)
        path = self._files.own_words
        beside = path.with_name(path.name + ".tmp")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text("".join(f"{own}\n" for own in sorted(self._own)), "utf-8")
            os.replace(beside, path)
        except OSError as error:
            self._on_problem(
                UserError(
                    "Your own words cannot be saved in {path}: {reason}.",
                    "Check that the disk is not full and that you may write there.",
                    path=path,
                    reason=error.strerror,
                )
            )

    def _read_own(self) -> set[str]:
        try:
            return set(self._files.own_words.read_text("utf-8").split())
        except FileNotFoundError:
            return set()
        except (OSError, UnicodeDecodeError) as error:
            self._on_problem(
                UserError(
                    "Your own words in {path} cannot be read: {reason}.",
                    "They are marked as wrong until this file is text in UTF-8 again.",
                    path=self._files.own_words,
                    reason=str(error),
                )
            )
            return set()

    def _load(self, path: Path) -> _Dictionary | None:
        try:
            return _read_dictionary(path)
        except Exception as error:  # a file from anywhere can break the reader in any way
            self._on_problem(
                UserError(
                    "The dictionary {path} cannot be used: {reason}.",
                    "Take it out of the folder, or put a sound one there and start again.",
                    path=path,
                    reason=str(error) or type(error).__name__,
                )
            )
            return None


def _read_dictionary(path: Path) -> _Dictionary:
    """The dictionary of a `.dic` and the `.aff` beside it. Their reader would leave files open,
    so it gets what stands in them instead."""
    from spylls.hunspell import Dictionary, readers  # takes a moment to import
    from spylls.hunspell.readers.file_reader import BaseReader

    class Lines(BaseReader):  # type: ignore[misc]  # spylls carries no types
        def __init__(self, content: bytes, encoding: str = "Windows-1252") -> None:
            self._content = content
            super().__init__(self._decoded(encoding))

        def reset_encoding(self, encoding: str) -> None:
            self.reset_io(self._decoded(encoding))

        def _decoded(self, encoding: str) -> io.StringIO:
            # Some dictionaries have flags that are no text in their encoding.
            return io.StringIO(self._content.decode(encoding, "surrogateescape"), newline=None)

    aff, context = readers.read_aff(Lines(path.with_suffix(".aff").read_bytes()))
    words = Lines(path.read_bytes(), context.encoding)
    dictionary: _Dictionary = Dictionary(aff, readers.read_dic(words, aff=aff, context=context))
    return dictionary
