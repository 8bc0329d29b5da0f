"""Takes a picture of the library, the editor and the personas in each theme and language.

`python -m tests.characters_pictures FOLDER`; under Xvfb for real fonts and focus.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.cards import Character, CharacterCard, CharacterSummary
from app.domain.chat import ChatSummary, UserPersona
from app.domain.lorebook import Lorebook, LoreEntry
from app.pictures import thumbnail
from app.ui.characters.characters_section import CharactersSection
from app.ui.characters.greeting_dialog import GreetingDialog
from app.ui.characters.personas_dialog import PersonasDialog, PersonaUse
from app.ui.language import Language
from app.ui.theme import Theme
from app.ui.tokens import THEMES
from tests.benchmarks.bench_characters import picture

SIZE = (1310, 738)
WORDS = {
    "en": {
        "names": ("Mia of the Harbour", "Dr. Ilse Brandt", "Captain Nemo", "The Lighthouse Keeper"),
        "tags": ("sea", "slow burn", "healer", "detective", "royalty", "modern"),
        "text": "Mia is ten and lives with her grandfather at the harbour. She asks a great deal.",
        "hello": "*She holds up the lantern.* “Who is there?”",
        "other": "“You are late,” she says.\nThe boat is gone.",
        "notes": "Best with a warm temper. <b>Not</b> bold, <script>not run</script>.",
    },
    "zh_CN": {
        "names": ("米娅", "林黛玉", "老灯塔守", "布兰特博士"),
        "tags": ("海", "慢热", "历史", "侦探", "现代", "治愈"),
        "text": "米娅十岁，和祖父住在码头边。她什么都要问。",
        "hello": "*她举起灯笼。*“谁在那里？”",
        "other": "“你来晚了。”她说。\n船已经走了。",
        "notes": "温度高一些更好。<b>不是</b>粗体，<script>不会运行</script>。",
    },
}


def main() -> int:
    """Makes all pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--theme", choices=THEMES, nargs="*", default=list(THEMES))
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    language = Language(app, "en")
    theme = Theme(app, "light")
    for code in WORDS:
        language.use(code)
        for name in options.theme:
            theme.use(name)
            _Walk(theme, options.folder, name, code).all()
    return 0


class _Walk:
    """One theme and one language."""

    def __init__(self, theme: Theme, folder: Path, name: str, code: str) -> None:
        self._folder, self._end, self._words = folder, f"{name}-{code}.png", WORDS[code]
        self._theme = theme
        self._section = CharactersSection(theme)
        self._section.resize(*SIZE)
        self._section.show()

    def all(self) -> None:
        """Everything, in the order in which one comes upon it."""
        self._library()
        self._editor()
        self._personas()
        self._section.close()

    def _keep(self, name: str, shown: QWidget | None = None) -> None:
        QTest.qWait(150)
        self._section.page.pictures.wait()
        QTest.qWait(50)
        (shown or self._section).grab().save(str(self._folder / f"{name}-{self._end}"))

    def _library(self) -> None:
        page, now = self._section.page, datetime.now(UTC)
        self._keep("c1-none")
        page.set_characters(self._characters())
        page.grid.setFocus()
        self._keep("c2-grid")
        page.select(1)
        page.show_character(Character(1, self._card(), picture(5)))
        said = self._words["hello"]
        chats = [ChatSummary(n, 1, "", 17 * n, said, now - timedelta(hours=5 * n)) for n in (1, 2)]
        page.show_chats(1, chats)
        self._keep("c3-chosen")
        page.begin_chat(1)
        dialog = page.findChild(GreetingDialog)
        self._keep("c4-greetings", dialog)
        dialog.close()
        page.filter.search.setText(self._words["names"][1][:2])
        page.show_deleted(3, self._words["names"][2])
        self._keep("c5-search")

    def _editor(self) -> None:
        section, editor = self._section, self._section.editor
        section.edit(Character(1, self._card(), picture(5)))
        editor.set_token_counts({"description": 1310, "first_mes": 24})
        self._keep("c6-editor")
        editor._peek.setChecked(True)
        editor.set_preview(f"{self._words['text']}\n\nUser: …")
        editor._scroll.verticalScrollBar().setValue(700)
        self._keep("c7-preview")
        editor._open_book()
        self._keep("c8-lorebook", editor.book)
        editor.book.close()
        editor._menu.popup(section.mapToGlobal(section.rect().center()))
        self._keep("c9-macros", editor._menu)
        editor._menu.close()

    def _personas(self) -> None:
        dialog = PersonasDialog(self._theme, self._section.page.pictures, self._section)
        dialog.show()
        self._keep("c10-no-personas", dialog)
        first, second, *_ = self._words["names"]
        me = UserPersona(1, first, self._words["text"], picture(9), True)
        dialog.set_personas((me, UserPersona(2, second)))
        dialog.set_use(PersonaUse(second, None, first, 1))
        self._keep("c11-personas", dialog)
        dialog.close()

    def _card(self) -> CharacterCard:
        words = self._words
        return CharacterCard(
            name=words["names"][0],
            description=words["text"],
            first_mes=words["hello"],
            alternate_greetings=(words["other"],),
            creator_notes=words["notes"],
            creator="Ann",
            character_version="1.2",
            tags=words["tags"][:2],
            book=Lorebook((LoreEntry(title=words["names"][2], keys=("x",)),)),
        )

    def _characters(self) -> list[CharacterSummary]:
        chance, now = Random(3), datetime.now(UTC)
        names, tags = self._words["names"], self._words["tags"]
        return [
            CharacterSummary(
                number,
                f"{names[number % 4 - 1]} {number}" if number > 4 else names[number - 1],
                tuple(chance.sample(tags, number % 4)),
                "Ann",
                number % 5 == 1,
                number % 4,
                thumbnail(picture(number)) if number % 3 else b"",
                now - timedelta(hours=7 * number) if number % 4 else None,
                now - timedelta(days=number),
            )
            for number in range(1, 41)
        ]


if __name__ == "__main__":
    sys.exit(main())
