"""With which styles a character speaks. Takes and gives plain values; knows no storage."""

from __future__ import annotations

from app.ui.style_section import StyleSection


class CharacterStyle(StyleSection):
    """The choice that a story has, for a character."""

    def _explained(self) -> tuple[str, str]:
        return (
            self.tr("With which learnt styles the model speaks as this character"),
            self.tr("How strongly the character keeps to the style"),
        )
