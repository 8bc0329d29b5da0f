"""Takes a picture of the window in every state, theme and language, to be looked at.

`python -m tests.screenshots FOLDER [--scale 2]`; under Xvfb for real fonts and focus. Those in
`docs/images` are made with `--theme light dark --until 4-written-selected`.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.controllers.training_controller import IDLE
from app.db.styles import NewStyle, add_style, list_styles
from app.settings import Settings, SettingsFile
from app.ui.tokens import THEMES
from engine.types import UserError
from tests.app import window_rig
from tests.app.window_rig import MODEL, Rig
from tests.care_pictures import walk_through_care
from tests.dialog_pictures import walk_through_dialogs
from tests.manuscript_pictures import walk_through_manuscript
from tests.screenshots_lore import walk_through_lore
from tests.transfer_pictures import walk_through_transfer

SIZE = (1366, 768)
STORIES = {
    "en": (
        ("The Lantern Boat", "Winter Letters", "A Map of Small Rains"),
        "Every evening her grandfather lit a lantern and hung it on the old blue boat, so that the "
        "fishermen could find their way home.\nOne night the wind was very strong. Mia looked out "
        "of the window and saw that the lantern was dark. “Grandpa,” she said, “the light has gone "
        "out. How will the boats come home?”\nHer grandfather was asleep in his big chair, and Mia "
        "did not want to wake him. She put on her red coat, took a box of matches, and went out "
        "into the wind.",
        "At the end of the jetty the boat knocked against its post. She climbed in, and the water "
        "under the boards turned from black to a deep and patient green. Somewhere behind the "
        "reeds a bell was rung, twice, and then a third time, as if whoever held the rope had "
        "changed their mind.",
    ),
    "zh_CN": (
        ("灯笼船", "冬天的信", "小雨地图"),
        "每天傍晚，祖父都会点亮一盏灯笼，挂在那条旧旧的蓝船上，好让渔夫们找到回家的路。\n"
        "一天夜里，风刮得很大。米娅望向窗外，发现灯笼灭了。“爷爷，”她说，“灯灭了，船怎么回家呢？”\n"
        "祖父在大椅子里睡着了，米娅不想吵醒他。她穿上红外套，拿了一盒火柴，走进了风里。",
        "码头 尽头，小船 轻轻 碰着 木桩。 她 爬上 船去， 船板 下的 水 从 墨黑 变成 深绿。 "
        "芦苇 后面， 有人 敲了 两下 钟， 停了停， 又 敲了 第三 下。",
    ),
}

STYLES = {
    "en": ("Fairy tale", "Winter Letters", "Saga of the north"),
    "zh_CN": ("童话", "冬天的信", "北方传说"),
}


def main() -> int:
    """Makes all pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", default="1")
    parser.add_argument("--until", default="", help="the name of the last picture")
    parser.add_argument("--theme", choices=THEMES, nargs="*", default=list(THEMES))
    options = parser.parse_args()
    os.environ["QT_SCALE_FACTOR"] = options.scale
    options.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    with tempfile.TemporaryDirectory() as data:
        for language in STORIES:
            for theme in options.theme:
                with suppress(EnoughError):
                    _picture_all(app, Path(data), options.folder, theme, language, options.until)
    return 0


class EnoughError(Exception):
    """The last picture that was wanted is taken."""


def _picture_all(
    app: QApplication, data: Path, out: Path, theme: str, language: str, until: str
) -> None:
    SettingsFile(data / "settings.json").save(Settings(language=language, theme=theme))
    rig = window_rig.build(app, data, STORIES[language][2])
    rig.window.resize(*SIZE)
    rig.window.show()
    rig.window.activateWindow()

    def keep(name: str, shown: QWidget = rig.window) -> None:
        QTest.qWait(150)
        shown.grab().save(str(out / f"{name}-{theme}-{language}.png"))
        if name == until:
            rig.close()
            raise EnoughError

    _walk_through(rig, language, keep)
    walk_through_transfer(rig, language, keep, data)
    walk_through_manuscript(rig, language, keep)
    walk_through_dialogs(rig, language, keep)
    walk_through_care(rig, keep)
    rig.close()


def _walk_through(rig: Rig, language: str, keep: Callable[..., None]) -> None:
    titles, text, _ = STORIES[language]
    rig.documents.start(0)
    keep("1-empty")
    rig.model.load("")
    for title in reversed(titles):
        rig.documents.create(title, text)
    rig.window.editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(rig.window.editor, "\r")
    keep("2-story")
    rig.continuation.start()
    QTest.qWait(500)
    keep("3-writing")
    QTest.qWait(2500)
    rig.window.editor.moveCursor(QTextCursor.MoveOperation.Up)
    rig.window.editor.moveCursor(QTextCursor.MoveOperation.Up, QTextCursor.MoveMode.KeepAnchor)
    keep("4-written-selected")
    menu = rig.window.editor.build_menu()
    menu.popup(rig.window.mapToGlobal(rig.window.rect().center()))
    keep("5-menu", menu)
    menu.close()
    full = UserError(
        "The disk is full: the library {path} cannot be saved.",
        "Free some space; what is on screen will be saved at the next attempt.",
        path="library.sqlite3",
    )
    rig.storage.error = full
    rig.documents.save_now()
    keep("6-problem")
    rig.storage.error = None
    rig.documents.save_now()
    rig.window.page.fold_list_requested.emit()
    rig.window.page.fold_inspector_requested.emit()
    keep("7-folded")
    rig.window.page.fold_list_requested.emit()
    rig.window.page.fold_inspector_requested.emit()
    rig.documents.delete(rig.documents.current)
    keep("8-deleted")
    rig.window.documents.rename_current()
    keep("9-renaming")
    _walk_through_styles(rig, language, keep)
    walk_through_lore(rig, language, keep)


def _walk_through_styles(rig: Rig, language: str, keep: Callable[..., None]) -> None:
    names = STYLES[language]
    foreign = replace(MODEL, name="Old Tales", model_key="rwkv7-2")
    for number, (name, model) in enumerate(zip(names, (MODEL, MODEL, foreign), strict=True)):
        bits = (2.914 - number / 9, 2.742 - number / 8)
        new = NewStyle(name, f"key {number}", b"", model.model_key, model.name, *bits)
        rig.storage.run(partial(add_style, new=new))
    rig.window.show_page("style")
    keep("10-styles-none")
    rig.styles.start()
    keep("11-styles")
    rig.window.style_page.form.allow_training(False)
    keep("12-without-torch")
    rig.window.style_page.form.allow_training(True)
    rig.trainer.behaviour = "slow"
    rig.window.style_page.form._name.setText(names[1])
    rig.window.style_page.form._on_teach()
    QTest.qWait(2200)
    keep("13-learning")
    wait_until_idle(rig)
    keep("14-learnt")
    rig.trainer.behaviour = "complain"
    rig.window.style_page.form._on_teach()
    wait_until_idle(rig)
    keep("15-too-little")
    for style in rig.storage.run(list_styles)[-3:]:
        rig.styles.toggle(style.id)
    rig.styles.set_strength(0.8)
    rig.styles.set_weight(1, 0.5)
    rig.window.show_page("write")
    keep("16-blend")
    menu = rig.window.inspector.style_section.build_menu()
    menu.popup(rig.window.mapToGlobal(rig.window.rect().center()))
    keep("17-style-menu", menu)
    menu.close()


def wait_until_idle(rig: Rig) -> None:
    while rig.training.state != IDLE:
        QTest.qWait(50)


if __name__ == "__main__":
    sys.exit(main())
