"""Cards that come in: one by one, all told of, and cancelled half way."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.controllers.characters_controller import CardTools, CharactersController
from app.controllers.storage_bridge import StorageBridge
from app.db import characters
from app.domain.cards import CharacterCard
from app.formats.cards import CardFile
from app.formats.remarks import Remark
from app.ui.errors import shown
from engine.types import UserError
from tests.app.window_rig import MemoryStorage

REMARK = Remark("Other files in the card were left out: {count}.", {"count": 1})


@dataclass
class Shelf:
    """The controller, and what it told."""

    storage: MemoryStorage
    controller: CharactersController
    problems: dict[str, str] = field(default_factory=dict)
    remarks: list[tuple[Remark, ...]] = field(default_factory=list)
    progress: list[tuple[int, int]] = field(default_factory=list)
    listed: list[int] = field(default_factory=list)

    def names(self) -> set[str]:
        return {one.name for one in self.storage.run(characters.summaries)}


def _read(path: Path) -> CardFile:
    time.sleep(0.002)
    if path.stem.startswith("broken"):
        raise UserError("“{name}” holds no character card.", "Choose another.", name=path.name)
    return CardFile(CharacterCard(name=path.stem), b"", (REMARK,))


@pytest.fixture
def shelf(qapp):
    storage = MemoryStorage()
    tools = CardTools(
        read=_read,
        write=lambda *_: None,
        picture=lambda _path: b"",
        thumbnail=lambda data: data,
        read_book=lambda _path: None,
        write_book=lambda *_: None,
    )
    made = Shelf(storage, CharactersController(StorageBridge(storage), tools))
    made.controller.problem.connect(lambda key, error: made.problems.update({key: shown(error)[0]}))
    made.controller.solved.connect(lambda key: made.problems.pop(key, None))
    made.controller.remarked.connect(made.remarks.append)
    made.controller.progressed.connect(lambda done, total: made.progress.append((done, total)))
    made.controller.listed.connect(lambda found: made.listed.append(len(found)))
    yield made
    storage.close()


def test_many_cards_come_in_and_each_that_does_not_is_named(shelf, qtbot):
    paths = [Path(f"{name}.png") for name in ("Anna", "broken1", "Ben", "broken2", "Cleo")]
    shelf.controller.bring_in(paths)
    qtbot.waitUntil(lambda: shelf.progress[-1:] == [(0, 0)])
    assert shelf.names() == {"Anna", "Ben", "Cleo"}
    assert sorted(shelf.problems.values()) == [
        "“broken1.png” holds no character card.",
        "“broken2.png” holds no character card.",
    ]
    assert shelf.progress == [(0, 5), (1, 5), (2, 5), (3, 5), (4, 5), (5, 5), (0, 0)]
    assert shelf.remarks == [(REMARK,)], "what holds for all is said once"
    shelf.controller.bring_in([Path("Dora.png")])
    assert shelf.problems == {}, "what was told before is settled"
    qtbot.waitUntil(lambda: "Dora" in shelf.names())


def test_a_second_drop_waits_for_the_first(shelf, qtbot):
    shelf.controller.bring_in([Path(f"{number}.png") for number in range(5)])
    shelf.controller.bring_in([Path("late.png")])
    qtbot.waitUntil(lambda: "late" in shelf.names())
    assert len(shelf.names()) == 6


def test_the_library_is_not_told_anew_for_each_of_hundreds(shelf, qtbot):
    shelf.controller.bring_in([Path(f"{number}.png") for number in range(100)])
    qtbot.waitUntil(lambda: len(shelf.names()) == 100)
    qtbot.waitUntil(lambda: shelf.listed[-1:] == [100])
    assert len(shelf.listed) < 10


def test_cancelling_keeps_what_was_read(shelf, qtbot):
    shelf.controller.bring_in([Path(f"{number}.png") for number in range(100)])
    qtbot.waitUntil(lambda: len(shelf.names()) > 2)
    shelf.controller.cancel()
    assert shelf.progress[-1] == (0, 0)
    count = len(shelf.names())
    qtbot.wait(50)
    assert 2 < len(shelf.names()) == count < 100
