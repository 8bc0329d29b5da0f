"""Takes pictures of the page of a conversation by itself, with made-up values, to be looked at.

`python -m tests.chat_pictures FOLDER [--theme light dark]`
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QLinearGradient, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.chat import Author, ChatMessage, ChatSummary, Recalled, Said, UserPersona
from app.domain.chat_formats import SCRIPT, WORLD
from app.ui.chat.chat_page import ChatPage
from app.ui.chat.cost_line import Cost, Writing
from app.ui.language import Language
from app.ui.theme import Theme

NOW = datetime.now(UTC)
SPOKEN = {
    "en": (
        ("Mira", "Anna", "The chart of Gull Bay"),
        (
            '*She looks up from the chart, a pencil behind her ear.* "You came back. I was **not** '
            'sure you would."',
            "I said I would.\nWhat is on the chart?",
            "*Her finger follows the coast.* “Three rocks, a bell that nobody rings, and a light "
            "that `nobody` keeps.”\n\n> Drawn by hand, in the winter of 1811.\n\n- the jetty\n- "
            "the tower\n  - its stairs, all ninety of them\n\nShe has noted the tides as well:\n\n"
            "```\nhigh   04:10   16:32\nlow    10:21   22:47\n```\n"
            "More at [the archive](https://example.org/chart). <script>alert(1)</script>",
            "“Then we go at low water,” I say.",
            '*She closes the drawer.* "Bring the lantern."',
        ),
        "She wonders whether to tell of the bell at all, and decides for half of it.",
        "the chart",
        "“And in the evening,” she says, “we",
    ),
    "zh_CN": (
        ("米拉", "安娜", "鸥湾的海图"),
        (
            "*她从海图上抬起头，耳后夹着一支铅笔。*“你回来了。我本来**不**确定你会来。”",
            "我说过我会来的。\n图上画着什么？",
            "*她的手指沿着海岸移动。*“三块礁石，一口没人敲的钟，还有一盏`没人`看守的灯。”\n\n"
            "> 一八一一年冬，手绘。\n\n- 码头\n- 灯塔\n  - 九十级台阶\n\n她还记下了潮汐：\n\n"
            "```\n涨潮   04:10   16:32\n退潮   10:21   22:47\n```\n"
            "更多见[档案馆](https://example.org/chart)。<script>alert(1)</script>",
            "「那就退潮时去。」我说。",
            "*她关上抽屉。*“带上灯笼。”",
        ),
        "她在想要不要提那口钟，最后决定只说一半。",
        "海图",
        "“到了晚上，”她说，“我们",
    ),
}


@dataclass(frozen=True)
class Hit:
    """What a search finds."""

    message: ChatMessage
    snippet: str


def chat_of(language: str) -> list[ChatMessage]:
    """A short conversation over two days."""
    (mira, anna, _), texts, thought, place, _ = SPOKEN[language]
    messages = []
    for depth, text in enumerate(texts):
        own = depth % 2 == 1
        said = Said(
            Author.USER if own else Author.CHARACTER,
            anna if own else mira,
            text,
            reasoning=thought if depth == 2 else "",
            hidden=depth == 3,
            created_at=NOW - timedelta(days=1 if depth < 2 else 0, minutes=9 - depth),
        )
        messages.append(
            ChatMessage(
                depth + 1,
                1,
                depth or None,
                depth,
                said,
                1 if depth == 2 else 0,
                5 if depth == 2 else 1,
                checkpoint=place if depth == 2 else "",
            )
        )
    return messages


def picture() -> bytes:
    """A face of colours."""
    image = QImage(96, 96, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    colours = QLinearGradient(0, 0, 96, 96)
    colours.setColorAt(0, Qt.GlobalColor.darkCyan)
    colours.setColorAt(1, Qt.GlobalColor.darkYellow)
    painter.fillRect(image.rect(), colours)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def fill(page: ChatPage, language: str) -> list[ChatMessage]:
    """Opens the conversation on a page."""
    (mira, anna, title), *_ = SPOKEN[language]
    messages = chat_of(language)
    page.view.page_wanted.connect(
        lambda start, count: page.view.show_page(start, messages[start : start + count])
    )
    page.show_character(mira, picture())
    page.header.show_personas((UserPersona(1, anna, is_default=True),), 1)
    page.header.offer_formats((WORLD, SCRIPT))
    page.header.show_format("world")
    page.header.show_checkpoints([m for m in messages if m.checkpoint])
    page.show_chat(1, title, len(messages))
    page.view.set_pictures(b"", {None: picture()})
    page.recall.show_recalled(
        [
            Recalled(
                m.id,
                m.depth,
                m.said.author,
                m.said.name,
                m.said.text,
                m.said.created_at,
                pinned=m.depth == 0,
            )
            for m in messages[:3]
        ]
    )
    page.cost.show_status(Cost(1240, 3.2))
    chats = [ChatSummary(1, 1, title, 5, messages[-1].said.text, NOW)]
    chats += [replace(chats[0], id=n, title=f"{title} {n}") for n in (2, 3)]
    page.chats.show_chats(chats, 1)
    return messages


def walk_through_chat(page: ChatPage, language: str, keep: Callable[..., None]) -> None:
    """Every state of the page."""
    keep("60-chat-none")
    messages = fill(page, language)
    page.composer.focus_first()
    keep("61-chat")
    page.view.setFocus()
    page.view.go_to(2)
    page.view.fold(2)
    keep("62-chat-keyboard")
    page.view.edit(1)
    keep("63-chat-editing")
    page.view.leave_editor()
    page.recall.fold.set_open(True)
    page.composer.set_text(SPOKEN[language][1][1])
    keep("64-chat-recall")
    page.recall.fold.set_open(False)
    page.search.open()
    page.search._field.setText("a")
    page.search.show_found("a", [Hit(m, m.said.text.split("\n")[0]) for m in messages[:3]])
    keep("65-chat-search")
    page.search.dismiss()
    page.set_running(True)
    page.cost.show_status(Writing(18.4))
    page.view.begin_reply(SPOKEN[language][0][0])
    page.view.add_text(SPOKEN[language][4])
    keep("66-chat-writing")
    page.view.end_reply(None)
    page.set_running(False)
    page.view.set_style("flat")
    keep("67-chat-flat")
    page.view.set_style()
    page.chats.fall_from(page.header.chats)
    keep("68-chat-list", page.chats)
    page.chats.close()
    page.show_chat(2, "", 0)
    keep("69-chat-empty")


def main() -> int:
    """Makes all pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--theme", nargs="*", default=["light", "dark"])
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    theme, language = Theme(app, options.theme[0]), Language(app, "en")
    for name in options.theme:
        for spoken in SPOKEN:
            theme.use(name)
            language.use(spoken)
            page = ChatPage(theme)
            page.resize(1080, 768)
            page.show()
            keep = partial(_keep, options.folder, f"{name}-{spoken}", page)
            walk_through_chat(page, spoken, keep)
            page.deleteLater()
    return 0


def _keep(folder: Path, kind: str, page: QWidget, name: str, shown: QWidget | None = None) -> None:
    QTest.qWait(120)
    (shown or page).grab().save(str(folder / f"{name}-{kind}.png"))


if __name__ == "__main__":
    sys.exit(main())
