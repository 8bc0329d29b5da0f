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

_EXAMPLE = "<START>\n{{user}}: …\n{{char}}: …"

ALWAYS_READ = ("description", "personality", "scenario", "mes_example", "system_prompt")
"""What stands at the head of every chat."""


def group_titles() -> dict[Group, str]:
    """What the groups are called, in the language in use."""
    translate = QCoreApplication.translate
    return {
        "who": translate("CardTexts", "Who it is"),
        "how": translate("CardTexts", "How it begins"),
        "speech": translate("CardTexts", "How it speaks"),
        "rules": translate("CardTexts", "Instructions to the model"),
        "about": translate("CardTexts", "About the card"),
    }


def field_titles() -> dict[str, str]:
    """What the fields are called, in the language in use."""
    translate = QCoreApplication.translate
    return {
        "name": translate("CardTexts", "Name"),
        "nickname": translate("CardTexts", "Nickname"),
        "description": translate("CardTexts", "Description"),
        "personality": translate("CardTexts", "Personality"),
        "scenario": translate("CardTexts", "Scenario"),
        "first_mes": translate("CardTexts", "First message"),
        "mes_example": translate("CardTexts", "Example dialogues"),
        "system_prompt": translate("CardTexts", "System prompt"),
        "post_history_instructions": translate("CardTexts", "Instructions after the chat"),
        "creator": translate("CardTexts", "Creator"),
        "character_version": translate("CardTexts", "Version"),
        "creator_notes": translate("CardTexts", "Notes of its creator"),
    }


def field_hints() -> dict[str, str]:
    """What stands in a field that is empty, in the language in use."""
    translate = QCoreApplication.translate
    return {
        "name": translate("CardTexts", "How it is listed"),
        "nickname": translate("CardTexts", "What {{char}} stands for, if it is not the name"),
        "description": translate("CardTexts", "Looks, past, manners: all that is always true"),
        "personality": translate("CardTexts", "In a few words"),
        "scenario": translate("CardTexts", "Where you meet, and why"),
        "first_mes": translate("CardTexts", "What it says first: the model follows its style"),
        "mes_example": _EXAMPLE,
        "system_prompt": translate("CardTexts", "Empty: what the prompt format says"),
        "post_history_instructions": translate("CardTexts", "Read last, right before the answer"),
        "creator": translate("CardTexts", "Who made the card"),
        "character_version": translate("CardTexts", "Such as 1.0"),
        "creator_notes": translate("CardTexts", "For people; the model never reads them"),
    }
