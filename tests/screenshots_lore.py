"""Pictures of memory, lorebook and the context viewer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtTest import QTest

from app.domain.context import Reminders
from app.domain.lorebook import LoreEntry
from tests.app.window_rig import Rig

WORDS = {
    "en": (
        Reminders("Mia is ten and lives with her grandfather at the harbour.", "Quiet, short."),
        (
            ("The lantern", ("lantern", "lamp"), "It was her mother’s."),
            ("Grandfather", ("grandpa", "grandfather"), "He is a pilot."),
            ("The storm", ("/storm|gale/i",), "It comes from the west."),
        ),
        "She took the lamp down.",
    ),
    "zh_CN": (
        Reminders("米娅十岁，和祖父住在码头边。", "安静，句子要短。"),
        (
            ("灯笼", ("灯笼", "灯"), "那是她母亲的灯笼。"),
            ("祖父", ("祖父", "爷爷"), "他从前是领航员。"),
            ("风暴", ("/风暴|大风/",), "风暴从西边来。"),
        ),
        "她取下灯笼。",
    ),
}


def walk_through_lore(rig: Rig, language: str, keep: Callable[..., None]) -> None:
    reminders, entries, text = WORDS[language]
    window = rig.window
    window.show_page("lore")
    keep("20-lore-none")
    for entry in entries:
        rig.lore.add(LoreEntry(title=entry[0], keys=entry[1], content=entry[2]))
    rig.lore.set_reminders(reminders)
    window.inspector.memory_section.show_reminders(reminders)
    page = window.lore_page
    page.entries.select(next(iter(page._shown)))
    page.trial._text.setPlainText(text)
    QTest.qWait(400)
    keep("21-lore")
    page.editor._more.setChecked(True)
    keep("22-lore-more")
    page.editor._more.setChecked(False)
    rig.lore.delete(page.entries.current_id)
    keep("23-lore-deleted")
    window.show_page("write")
    rig.continuation.start()
    QTest.qWait(1200)
    rig.continuation.stop()
    keep("24-memory")
    window.context_dialog.open_beside()
    keep("25-context", window.context_dialog)
    window.context_dialog.close()
