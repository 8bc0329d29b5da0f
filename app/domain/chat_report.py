"""What a model was given to read for one reply of a chat, as it is shown to the user."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.chat import Recalled
from app.domain.chat_prompt import ChatPart
from app.domain.lore_scan import Verdict
from app.domain.styles import StyleUse


@dataclass(frozen=True)
class ChatReport:
    """`head` is the header, and `read_from` the depth of the first message behind it; `known`
    messages were in the saved state that reading went on from; `stable` is what follows them for
    good and `parts` what follows for this reply only, the opening of the reply among them.
    Tokens are known at the end; `reused_tokens` of them were not read again. `styles` are what
    it began with."""

    head: str
    read_from: int
    known: int
    stable: str
    parts: tuple[ChatPart, ...]
    recalled: tuple[Recalled, ...]
    verdicts: tuple[Verdict, ...]
    prompt_tokens: int | None = None
    reused_tokens: int | None = None
    styles: tuple[StyleUse, ...] = ()

    @property
    def text(self) -> str:
        """All that was given to the model, word for word, behind the state it went on from."""
        return self.stable + "".join(part.text for part in self.parts)
