"""The keys of the tree that work in the whole window, wherever the keyboard is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.ui.project_tree import OUTLINE_KEY, WORKS_KEY, ProjectTree
from app.ui.project_tree_menu import DUPLICATE_KEY, MERGE_KEY, SPLIT_KEY

Act = Callable[[], object]


def add_tree_keys(window: QWidget, tree: ProjectTree, writing: Callable[[Act], Act]) -> None:
    """Listens for them; `writing` lets an act through only while the page is to be seen."""

    def duplicate() -> None:
        ids = tree.view.selected_ids()
        if ids:
            tree.duplicate_requested.emit(ids)

    keys: dict[str, Act] = {
        WORKS_KEY: tree.works_requested.emit,
        OUTLINE_KEY: tree.outline_requested.emit,
        DUPLICATE_KEY: duplicate,
        MERGE_KEY: lambda: tree.merge_requested.emit(tree.view.selected_ids()),
        SPLIT_KEY: tree.split_requested.emit,
    }
    for key, act in keys.items():
        QShortcut(QKeySequence(key), window).activated.connect(writing(act))
