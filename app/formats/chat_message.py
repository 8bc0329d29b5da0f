"""One message of a SillyTavern chat: JSON values as a turn, and a turn as JSON values.

Knows nothing of files. In a file `swipes[swipe_id]` is `mes`; where it is not, `mes` is what was
shown, and the swipe is kept beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.domain.chat import Author, Said
from app.domain.chat_transcript import Turn
from app.formats.chat_dates import date_from, date_text

_OWN = "longscroll"
"""Where `extra` holds what only this program knows: seed, sampling, checkpoint."""

_OF_SWIPE = ("send_date", "gen_started", "gen_finished", "extra")
_KNOWN = frozenset({"name", "is_user", "is_system", "mes", "swipes", "swipe_id", "swipe_info"})
_NARRATED = ("narrator", "comment")


def turn_from(values: Mapping[str, Any], names: tuple[str, str]) -> Turn | None:
    """A turn, `None` for what is no message. `names` are those of the user and the character,
    for messages without one."""
    text = _text(values.get("mes"))
    if text is None:
        return None
    texts, current = _swipes(values, text)
    shared = {key: value for key, value in values.items() if key not in _KNOWN}
    bare = {key: value for key, value in shared.items() if key not in _OF_SWIPE}
    info = values.get("swipe_info")
    info = info if isinstance(info, list) else []
    swipes: list[Said] = []
    for place, each in enumerate(texts):
        own = info[place] if place < len(info) and isinstance(info[place], dict) else {}
        swipes.append(_said(values, shared if place == current else {**bare, **own}, each, names))
    own = _own(shared.get("extra"))
    return Turn(tuple(swipes), current, _string(own.get("checkpoint")))


def message_values(turn: Turn) -> dict[str, Any]:
    """A turn as SillyTavern keeps it."""
    said = turn.said
    values: dict[str, Any] = {
        "name": said.name,
        "is_user": said.author is Author.USER,
        "is_system": said.hidden,
        "mes": said.text,
        **_rest(said, turn.checkpoint),
    }
    if len(turn.swipes) > 1 or said.author is Author.CHARACTER:
        values["swipe_id"] = turn.current
        values["swipes"] = [each.text for each in turn.swipes]
        values["swipe_info"] = [_swipe_info(each, values) for each in turn.swipes]
    return values


def _swipe_info(said: Said, values: Mapping[str, Any]) -> dict[str, Any]:
    """What belongs to a swipe alone: what the message says too holds for all of them."""
    rest = _rest(said, "")
    return {
        key: value
        for key, value in rest.items()
        if key in _OF_SWIPE or key not in values or values[key] != value
    }


def _said(
    values: Mapping[str, Any], own: Mapping[str, Any], text: str, names: tuple[str, str]
) -> Said:
    given = own.get("extra")
    inner = dict(given) if isinstance(given, dict) else {}
    ours = _own(inner)
    author = _author(values, inner)
    when = date_from(own.get("send_date"))
    name = values.get("name")
    kept = {key: value for key, value in own.items() if key != "send_date" or when is None}
    if isinstance(given, dict):
        kept["extra"] = {
            key: value
            for key, value in inner.items()
            if not (key in ("reasoning", "model") and isinstance(value, str)) and key != _OWN
        }
    seed = ours.get("seed")
    return Said(
        author=author,
        name=name if isinstance(name, str) else names[author is not Author.USER],
        text=text,
        reasoning=_string(inner.get("reasoning")),
        hidden=_is_true(values.get("is_system")),
        created_at=when,
        model=_string(inner.get("model")),
        seed=seed if isinstance(seed, int) and abs(seed) < 2**63 else None,
        sampling=_string(ours.get("sampling")),
        extra=kept,
    )


def _rest(said: Said, checkpoint: str) -> dict[str, Any]:
    """What a file says of a message or a swipe beside its text."""
    values = {key: value for key, value in said.extra.items() if key not in _KNOWN}
    if isinstance(said.created_at, datetime):
        values = {"send_date": date_text(said.created_at), **values}
    given = values.get("extra", {})
    if not isinstance(given, dict):
        return values  # nobody knows what that is: it goes back as it came
    inner = dict(given)
    if said.reasoning:
        inner["reasoning"] = said.reasoning
    if said.model:
        inner["model"] = said.model
    if said.author is Author.NARRATOR and not _is_narrated(inner):
        inner["type"] = _NARRATED[0]
    ours = {"seed": said.seed, "sampling": said.sampling, "checkpoint": checkpoint}
    if told := {key: value for key, value in ours.items() if value not in (None, "")}:
        inner[_OWN] = told
    return {**values, "extra": inner} if inner or "extra" in values else values


def _swipes(values: Mapping[str, Any], text: str) -> tuple[list[str], int]:
    found = values.get("swipes")
    texts = [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
    if not isinstance(found, list) or len(texts) != len(found):
        return [text], 0
    at = values.get("swipe_id")
    if isinstance(at, int) and 0 <= at < len(texts) and texts[at] == text:
        return texts, at
    if text in texts:
        return texts, texts.index(text)
    return [*texts, text], len(texts)


def _author(values: Mapping[str, Any], inner: Mapping[str, Any]) -> Author:
    if _is_true(values.get("is_user")):
        return Author.USER
    return Author.NARRATOR if _is_narrated(inner) else Author.CHARACTER


def _is_narrated(inner: Mapping[str, Any]) -> bool:
    return inner.get("type") in _NARRATED or inner.get("isSmallSys") is True


def _own(extra: object) -> Mapping[str, Any]:
    found = extra.get(_OWN) if isinstance(extra, dict) else None
    return found if isinstance(found, dict) else {}


def _text(value: object) -> str | None:
    if isinstance(value, dict):  # Chub's: {"message": …}
        value = value.get("message")
    return value if isinstance(value, str) else None


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _is_true(value: object) -> bool:
    return value is True or value == 1 or value == "true"
