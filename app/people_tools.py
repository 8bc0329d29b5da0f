"""Files of characters and chats, as the controllers are lent them.

Each is imported when it is used first: the readers take a moment. Knows nothing of widgets.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.controllers.characters_controller import CardTools
from app.controllers.chats_controller import ChatFiles
from app.controllers.people import PeopleTools
from app.db.storage import Storage
from app.domain.cards import CharacterCard
from app.domain.lorebook import Lorebook
from app.formats.cards import CardFile
from app.formats.files import Progress, read_bytes
from app.formats.remarks import Remark
from engine.types import SamplingSettings

_LARGEST_PICTURE = 64 << 20


def people_tools(storage: Storage, sampling: Callable[[str, int], SamplingSettings]) -> PeopleTools:
    """What the controllers of characters and chats are lent."""
    return PeopleTools(card_tools(), chat_files(storage), sampling)


def card_tools() -> CardTools:
    """How cards and pictures are read and written."""
    return CardTools(_read, _write, _picture, _thumbnail, _read_book, _write_book)


def chat_files(storage: Storage) -> ChatFiles:
    """How chats are read and written."""

    def read(
        path: Path, character_id: int | None, progress: Progress
    ) -> tuple[int, tuple[Remark, ...]]:
        from app.chat_files import character_for, import_chat, open_chat

        file = open_chat(path)
        about: tuple[Remark, ...] = ()
        if character_id is None:
            character_id, about = character_for(storage, file)
        made = import_chat(storage, file, character_id, lambda count: progress(count, 0))
        return made.chat_id, (*about, *made.remarks)

    def write(chat_id: int, path: Path, kind: str, progress: Progress) -> None:
        from app.chat_files import export_chat
        from app.formats.chats import ChatFormat

        export_chat(storage, chat_id, path, ChatFormat(kind), lambda count: progress(count, 0))

    return ChatFiles(read, write)


def _read(path: Path) -> CardFile:
    from app.formats.cards import read_card

    return read_card(path)


def _write(card: CharacterCard, picture: bytes, path: Path, kind: str) -> None:
    from app.formats.cards import CardKind, plain_picture, write_card
    from app.pictures import as_png

    what = CardKind(kind)
    if what is CardKind.PNG and picture:
        picture = as_png(picture)
    write_card(card, picture, path, what, plain_picture(card.name))


def _picture(path: Path) -> bytes:
    return read_bytes(path, _LARGEST_PICTURE)


def _thumbnail(picture: bytes) -> bytes:
    from app.pictures import thumbnail

    return thumbnail(picture)


def _read_book(path: Path) -> Lorebook:
    from app.formats.world_info import open_lorebook

    return open_lorebook(path).book


def _write_book(path: Path, book: Lorebook) -> None:
    from app.formats.world_info import BookKind, write_lorebook

    write_lorebook(path, book, BookKind.LOREBOOK_V3)
