"""How a writer's text becomes what the model reads, and how its answer is joined on.

Knows nothing of tokens, models or the editor.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StoryPrompt:
    """`stable` only grows and its state is kept; `volatile` is read after it for this one
    generation; `stop` are texts that end the generation."""

    stable: str
    volatile: str = ""
    stop: tuple[str, ...] = ()


def story_prompt(text: str, note: str = "") -> StoryPrompt:
    """What to read before continuing `text`, which is all the text before the cursor.

    Line ends become LF, and trailing spaces and tabs are left out: a model's words bring their
    own leading space, so a prompt that ends in one derails it. Newlines at the end are kept.

    An author's `note` is put before the last paragraph. That paragraph then is volatile too,
    because what was read after the note must never be found again without it.
    """
    text = normalise_newlines(text).rstrip(" \t")
    note = " ".join(note.split())
    if not note:
        return StoryPrompt(stable=text)
    paragraph = text.rfind("\n") + 1
    return StoryPrompt(
        stable=text[:paragraph],
        volatile=f"[Author's note: {note}]\n{text[paragraph:]}",
    )


def join_continuation(before: str, generated: str) -> str:
    """What to insert after `before` for the model's text `generated`.

    When the writer's text already ends in a space or tab, which the model did not see, the
    spaces the model starts with are dropped. While streaming, call this for every piece until
    it returns something; the pieces after that are inserted as they come.
    """
    return generated.lstrip(" ") if before.endswith((" ", "\t")) else generated


def normalise_newlines(text: str) -> str:
    """`text` with every CRLF and lone CR turned into LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
