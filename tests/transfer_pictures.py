"""Pictures of the dialogs of import and export, for `tests.screenshots`."""

from __future__ import annotations

import lzma
from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest

from tests.app.window_rig import Rig

_TEXTS = {
    "en": "Chapter {n}\n\nThe river rose in the night.\n\n***\n\nShe waited at the jetty.\n\n",
    "zh_CN": "第{n}章 河边\n\n夜里河水涨了。\n\n***\n\n她在码头等着，谁也没有来。\n\n",
}


def walk_through_transfer(rig: Rig, language: str, keep: Callable[..., None], data: Path) -> None:
    """The import of an uncertain text, and the export of the work it became."""
    path = data / {"en": "The River.txt", "zh_CN": "河.txt"}[language]
    text = "".join(_TEXTS[language].replace("{n}", str(n)) for n in range(1, 8))
    path.write_bytes(text.encode("utf-8" if language == "en" else "gb18030") + b"\xa1\xa1")
    dialog, exporting = rig.dialogs.importing, rig.dialogs.exporting
    rig.dialogs.open_import()
    keep("30-import-empty", dialog)
    dialog.choose([path])
    _wait(dialog._import.isEnabled)
    keep("31-import", dialog)
    broken = data / "Novel.docx"
    broken.write_bytes(lzma.compress(b"no document"))
    dialog.choose([broken])
    QTest.qWait(500)
    keep("32-import-damaged", dialog)
    dialog.choose([path])
    _wait(dialog._import.isEnabled)
    dialog._import.click()
    _wait(lambda: rig.documents.current is not None and not dialog.isVisible())
    rig.window.commands.export_requested.emit()
    _wait(exporting.isVisible)
    exporting.show_exported(str(path.with_suffix(".epub")))
    keep("33-export", exporting)
    exporting.reject()


def _wait(done: Callable[[], bool]) -> None:
    """Until `done`, but not for ever."""
    for _ in range(200):
        if done():
            return
        QTest.qWait(50)
    raise RuntimeError("the dialog did not come so far")
