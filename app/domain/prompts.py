"""How a writer's text becomes what the model reads, and how its answer is joined on.

All prompts are made here. Knows nothing of tokens, models or the editor.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from app.domain.words import is_chinese
from app.domain.writing import REVISIONS, Brief, Task

LOOK_AHEAD = 400
"""Characters of what follows the cursor that the model is shown."""

CONTEXT = 1500
"""Characters before a selection that a revision is shown."""

_STOP_LATIN, _STOP_CHINESE = 24, 8
_LEAST_STOP = 4

_ORDERS = MappingProxyType(
    {
        Task.REWRITE: "Rewrite the passage in other words. Keep its meaning, tense and language.",
        Task.EXPAND: "Rewrite the passage at greater length, with more detail and feeling."
        " Keep its events, tense and language.",
        Task.SHORTEN: "Rewrite the passage much shorter. Keep what matters,"
        " its tense and language.",
        Task.DESCRIBE: "Describe what the passage names so that a reader can see, hear and smell"
        " it. Keep its tense and language.",
    }
)
_ORDERS_CHINESE = MappingProxyType(
    {
        Task.REWRITE: "请换一种说法改写下面这段文字，保持原意和语气。",
        Task.EXPAND: "请扩写下面这段文字，增加细节和情感，不改变情节。",
        Task.SHORTEN: "请缩写下面这段文字，只保留要点。",
        Task.DESCRIBE: "请描写下面这段文字所写的事物，让读者看得见、听得到、闻得到。",
    }
)
_LEADS = MappingProxyType(
    {
        Task.REWRITE: "In other words:",
        Task.EXPAND: "With every detail:",
        Task.SHORTEN: "In short:",
        Task.DESCRIBE: "It looked like this:",
    }
)
"""For a model that continues texts and follows no orders."""


@dataclass(frozen=True)
class StoryPrompt:
    """`stable` only grows and its state is kept; `volatile` is read after it for this one
    generation; `stop` are texts that end the generation."""

    stable: str
    volatile: str = ""
    stop: tuple[str, ...] = ()


def build_prompt(brief: Brief) -> StoryPrompt:
    """What the model reads for any task."""
    if brief.task in REVISIONS:
        return _revision(brief)
    return story_prompt(brief.passage.before, after=brief.passage.after)


def story_prompt(text: str, note: str = "", after: str = "") -> StoryPrompt:
    """What to read before continuing `text`, which is all the text before the cursor.

    Line ends become LF, and trailing spaces and tabs are left out: a model's words bring their
    own leading space, so a prompt that ends in one derails it. Newlines at the end are kept.

    An author's `note`, and a look ahead at what comes `after` the cursor, are put before the
    last paragraph. That paragraph then is volatile too, because what was read after them must
    never be found again without them. The text ends where it begins to repeat what follows.
    """
    text = normalise_newlines(text).rstrip(" \t")
    notes = [f"[Author's note: {' '.join(note.split())}]"] if note.strip() else []
    follows = look_ahead(after)
    if follows:
        notes.append(f"[What follows: {follows}]")
    stop = repeated_stop(after)
    if not notes:
        return StoryPrompt(stable=text, stop=stop)
    return with_notes(text, notes, stop)


def with_notes(text: str, notes: Sequence[str], stop: tuple[str, ...] = ()) -> StoryPrompt:
    """`text` with lines of `notes` before its last paragraph, which becomes volatile."""
    paragraph = text.rfind("\n") + 1
    return StoryPrompt(
        stable=text[:paragraph], volatile="".join(f"{one}\n" for one in notes) + text[paragraph:],
        stop=stop,
    )  # fmt: skip


def look_ahead(after: str) -> str:
    """The beginning of what follows the cursor, in one line, cut at a word."""
    line = " ".join(after[: LOOK_AHEAD + 50].split())
    if len(line) <= LOOK_AHEAD:
        return line
    cut = line.rfind(" ", LOOK_AHEAD // 2, LOOK_AHEAD)
    return line[: cut if cut > 0 else LOOK_AHEAD]


def repeated_stop(after: str) -> tuple[str, ...]:
    """The first words of what follows: a continuation that comes to them is complete."""
    line = after.lstrip().partition("\n")[0]
    size = _STOP_CHINESE if is_chinese(line[:_STOP_LATIN]) else _STOP_LATIN
    first = line[:size].rstrip()
    return (first,) if len(first) >= _LEAST_STOP else ()


def join_continuation(before: str, generated: str) -> str:
    """What to insert after `before` for the model's text `generated`.

    When the writer's text already ends in a space or tab, which the model did not see, the
    spaces the model starts with are dropped. While streaming, call this for every piece until
    it returns something; the pieces after that are inserted as they come.
    """
    return generated.lstrip(" ") if before.endswith((" ", "\t")) else generated


def join_before(generated: str, after: str) -> str:
    """The space to put between a model's text, without spaces at its end, and what follows."""
    if not generated or not after or generated[-1].isspace() or after[0].isspace():
        return ""
    if is_chinese(generated[-1]) or is_chinese(after[0]):
        return ""
    return " " if after[0].isalnum() or after[0] in "“‘\"'(" else ""


def normalise_newlines(text: str) -> str:
    """`text` with every CRLF and lone CR turned into LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _revision(brief: Brief) -> StoryPrompt:
    """A revision reads a short stretch of its own, so nothing of it is worth keeping."""
    selected = _folded(brief.passage.selected)
    context = _folded(brief.passage.before[-CONTEXT:])
    if not brief.chat:
        story = f"{context}\n" if context else ""
        return StoryPrompt("", f"{story}{selected}\n{_LEADS[brief.task]}", ("\n",))
    chinese = is_chinese(selected)
    order = (_ORDERS_CHINESE if chinese else _ORDERS)[brief.task]
    heads = ("前文：", "文字：") if chinese else ("The story so far:", "The passage:")
    parts = [order, *([f"{heads[0]}\n{context}"] if context else []), f"{heads[1]}\n{selected}"]
    asked = _folded("\n".join(parts))
    # An empty thought: the model answers at once.
    volatile = f"User: {asked}\n\nAssistant: <think></think"
    return StoryPrompt("", volatile, ("\n\nUser:", "\nUser:", "\n\nAssistant:", "\n\nSystem:"))


def strip_answer(text: str) -> str:
    """A revision without what a chat puts around it, for the end of `<think></think` above."""
    return text.removeprefix(">").strip()


def _folded(text: str) -> str:
    """Without empty lines, which end a turn in a chat."""
    return re.sub(r"\n{2,}", "\n", normalise_newlines(text)).strip()
