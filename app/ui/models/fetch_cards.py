"""What a card says of a download, wherever it is shown. Knows no widgets but the card's words."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from app.domain.model_shelf import Fetch, FetchState
from app.ui.errors import shown
from app.ui.models.model_card import Action, CardText
from app.ui.models.words import fetch_words, remark_words

translate = QCoreApplication.translate
"""The texts of this page that stand in no class have one context."""

PAUSE, RESUME, CANCEL, DOWNLOAD = "pause", "resume", "cancel", "download"


def with_fetch(text: CardText, fetch: Fetch) -> CardText:
    """A card with how its download goes, and what can be done about that."""
    share = fetch.done / fetch.total if fetch.total else 0.0
    what = " ".join(filter(None, shown(fetch.error))) if fetch.error is not None else ""
    return replace(
        text,
        details=fetch_words(fetch),
        problem=what,
        note="\n".join(map(remark_words, fetch.remarks)),
        share=share,
        actions=_actions(fetch),
        menu=(),
    )


def _actions(fetch: Fetch) -> tuple[Action, ...]:
    cancel = Action(
        CANCEL,
        translate("Models", "Cancel"),
        translate("Models", "Cancel; what was downloaded is deleted"),
    )
    if fetch.state is FetchState.PAUSED:
        return Action(RESUME, translate("Models", "Resume"), primary=True), cancel
    if fetch.state is FetchState.FAILED:
        return Action(RESUME, translate("Models", "Try again"), primary=True), cancel
    return Action(PAUSE, translate("Models", "Pause")), cancel
