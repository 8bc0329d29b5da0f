"""Pictures of a work with a tree, for `tests.screenshots`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QItemSelectionModel

from app.db.manuscripts import store_manuscript
from app.db.projects import FIRST_STATUSES
from app.domain.manuscript import Manuscript, ManuscriptItem
from app.domain.projects import Kind
from tests.app.window_rig import Rig

NAMES = {
    "en": (
        "The Lantern Boat",
        ("Part One: Harbour", "The lamp goes out", "Mia on the jetty", "What the bell said"),
        ("The reeds", "A deep and patient green", "The rope"),
        ("Mia", "Grandfather", "The harbour", "Ideas for the ending"),
        "Mia sees that the lantern is dark and goes out into the wind alone.",
        "Every evening her grandfather lit a lantern and hung it on the old blue boat. ",
    ),
    "zh_CN": (
        "灯笼船",
        ("第一部 港口", "灯灭了", "码头上的米娅", "钟声说了什么"),
        ("芦苇", "深沉的绿", "绳子"),
        ("米娅", "祖父", "港口", "结局的想法"),
        "米娅看见灯笼灭了，独自走进风里。",
        "每天傍晚，祖父都会点亮一盏灯笼，挂在那条旧旧的蓝船上。",
    ),
}


def sample_work(language: str) -> Manuscript:
    """A work with parts, chapters, scenes, people, a place and a note."""
    title, first, second, rest, synopsis, text = NAMES[language]
    scene = ManuscriptItem(Kind.SCENE, "", text * 12, synopsis, status="Draft")
    scenes = [replace(scene, title=name, text=text * (8 + 5 * n)) for n, name in enumerate(first)]
    late = [replace(scene, title=name, text=text * (20 + n)) for n, name in enumerate(second)]
    chapters = (
        ManuscriptItem(
            Kind.CHAPTER,
            first[1],
            children=(replace(scenes[2], status="Finished"), replace(scenes[3], status="Revised")),
        ),
        ManuscriptItem(
            Kind.CHAPTER, second[0], children=(late[1], replace(late[2], included=False))
        ),
    )
    people = tuple(ManuscriptItem(Kind.CHARACTER, name, text) for name in rest[:2])
    return Manuscript(
        title,
        (
            ManuscriptItem(Kind.PART, first[0], children=chapters),
            *people,
            ManuscriptItem(Kind.PLACE, rest[2], text),
            ManuscriptItem(Kind.NOTE, rest[3], text * 2),
        ),
        statuses=FIRST_STATUSES,
    )


def walk_through_manuscript(rig: Rig, language: str, keep: Callable[..., None]) -> None:
    work = rig.storage.run(partial(store_manuscript, manuscript=sample_work(language)))
    project = rig.manuscript.project
    rig.window.messages.close_current()
    project.open_work(work)
    scenes = [item.id for item in project.items.values() if item.kind is Kind.SCENE]
    rig.documents.open(scenes[0])
    keep("20-tree")
    tree = rig.window.documents
    pick = QItemSelectionModel.SelectionFlag.Select
    for number in scenes[1:3]:
        tree.view.selectionModel().select(tree.view.tree_model.index_of(number), pick)
    keep("21-several-selected")
    menu = tree.build_menu()
    menu.popup(rig.window.mapToGlobal(rig.window.rect().center()))
    keep("22-tree-menu", menu)
    menu.close()
    project.trash([scenes[3]])
    keep("23-trashed")
    tree.works_requested.emit()
    keep("24-works", rig.window.works)
    rig.window.works.close()
    tree.outline_requested.emit()
    keep("25-outline")
    tree.outline_requested.emit()
    rig.manuscript.tabs.keep_page()
    for number in scenes[:2]:
        rig.manuscript.tabs.open_beside(number)
    keep("26-tabs")
    panel = rig.window.page.work_search
    words = {"en": ("the", "that"), "zh_CN": ("灯", "烛")}[language]
    panel.open(words[0], replace=True)
    panel._put_in.setText(words[1])
    keep("27-work-search")
    panel._fold.setChecked(False)
    panel.dismiss()
