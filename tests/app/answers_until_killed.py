"""Run by a test: the real program, in which a character answers until somebody ends it.

Prints, as JSON, each piece of the answer when it is on the screen.
"""

import json
import sys
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.db import characters
from app.domain.cards import CharacterCard
from app.front import show_front
from app.paths import DataPaths
from app.program import Program
from app.ui.rail import PEOPLE

app = QApplication([])
paths = DataPaths(Path(sys.argv[1]))
front = show_front(app, paths)
program = Program(front, paths, None)
people = program._parts.people


def tell(text: str, _thought: str) -> None:
    """A piece is in the view: shown with the next paint, which is now."""
    front.window.people.chat.view.viewport().repaint()
    print(json.dumps(text), flush=True)


def ready(_model: object) -> None:
    """The model can answer: a chat is begun."""
    front.window.show_page(PEOPLE)
    card = CharacterCard("Mia", "Mia lives by a river.", first_mes="Once upon a time")
    number = program._storage.submit(partial(characters.add, card=card)).result()
    people.chats.begin(number)


def opened(cast: object) -> None:
    """The chat is open: she goes on, for as long as she likes, and then again."""
    people.conversation.with_last(people.replies.go_on)


people.replies.added.connect(tell)
people.replies.ended.connect(lambda _change: people.conversation.with_last(people.replies.go_on))
people.conversation.opened.connect(opened)
program._parts.model.ready.connect(ready)
program.start()
app.exec()
