"""The long texts of a card: how each is called, what it is for, and its place in the form.

Plain values and words; knows no widgets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

Group = Literal["who", "how", "speech", "rules", "about"]
GROUPS: tuple[Group, ...] = ("who", "how", "speech", "rules", "about")


@dataclass(frozen=True)
class CardField:
    """A field of `CharacterCard` that is one text. `lines` is how many are seen at least, 1 for
    a single line. `counted`: a model may read it."""

    name: str
    group: Group
    lines: int
    counted: bool = True


FIELDS = (
    CardField("name", "who", 1, counted=False),
    CardField("nickname", "who", 1, counted=False),
    CardField("description", "who", 9),
    CardField("personality", "who", 3),
    CardField("scenario", "who", 4),
    CardField("first_mes", "how", 7),
    CardField("mes_example", "speech", 8),
    CardField("system_prompt", "rules", 4),
    CardField("post_history_instructions", "rules", 3),
    CardField("creator", "about", 1, counted=False),
    CardField("character_version", "about", 1, counted=False),
    CardField("creator_notes", "about", 5, counted=False),
)

ALWAYS_READ = ("description", "personality", "scenario", "mes_example", "system_prompt")
"""What stands at the head of every chat."""


def group_titles() -> dict[Group, str]:
    """What the groups are called, in the language in use."""
    tr = QCoreApplication.translate
    return {
        "who": tr("CardTexts", "Who it is"),
        "how": tr("CardTexts", "How it begins"),
        "speech": tr("CardTexts", "How it speaks"),
        "rules": tr("CardTexts", "Instructions to the model"),
        "about": tr("CardTexts", "About the card"),
    }


def field_titles() -> dict[str, str]:
    """What the fields are called, in the language in use."""
    tr = QCoreApplication.translate
    return {
        "name": tr("CardTexts", "Name"),
        "nickname": tr("CardTexts", "Nickname"),
        "description": tr("CardTexts", "Description"),
        "personality": tr("CardTexts", "Personality"),
        "scenario": tr("CardTexts", "Scenario"),
        "first_mes": tr("CardTexts", "First message"),
        "mes_example": tr("CardTexts", "Example dialogues"),
        "system_prompt": tr("CardTexts", "System prompt"),
        "post_history_instructions": tr("CardTexts", "Instructions after the chat"),
        "creator": tr("CardTexts", "Creator"),
        "character_version": tr("CardTexts", "Version"),
        "creator_notes": tr("CardTexts", "Notes of its creator"),
    }


def field_hints() -> dict[str, str]:
    """What stands in a field that is empty, in the language in use."""
    tr = QCoreApplication.translate
    return {
        "name": tr("CardTexts", "How it is listed"),
        "nickname": tr("CardTexts", "What {{char}} stands for, if it is not the name"),
        "description": tr("CardTexts", "Looks, past, manners: all that is always true"),
        "personality": tr("CardTexts", "In a few words"),
        "scenario": tr("CardTexts", "Where you meet, and why"),
        "first_mes": tr("CardTexts", "What it says first; its style is what the model follows"),
        "mes_example": tr("CardTexts", "<START>\n{{user}}: Hello!\n{{char}}: *waves* Hello."),
        "system_prompt": tr("CardTexts", "Empty: what the prompt format says"),
        "post_history_instructions": tr("CardTexts", "Read last, right before the answer"),
        "creator": tr("CardTexts", "Who made the card"),
        "character_version": tr("CardTexts", "Such as 1.0"),
        "creator_notes": tr("CardTexts", "For people; the model never reads them"),
    }
