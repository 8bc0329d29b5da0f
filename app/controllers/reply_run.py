"""One reply under way: what was asked, and what came so far.

Knows nothing of engines, windows or storage; the controller moves it along.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace

from app.db.chat_contexts import ReplyContext, ReplyWish
from app.domain.chat import Author, Said
from app.domain.chat_turns import own_heads
from app.domain.reply import ReplyDraft
from app.domain.reply_text import ReplyPiece, ReplyText
from engine.types import GenerationRequest, ModelInfo


@dataclass
class ReplyRun:
    """`drafted` says that its beginning is kept in the library; `for_user`, that it is no message
    but a proposal of what the user may say; `left`, that another chat is shown now."""

    wish: ReplyWish
    request_id: int
    context: ReplyContext | None = None
    said: Said = field(default_factory=lambda: Said(Author.CHARACTER, "", ""))
    reader: ReplyText = field(default_factory=ReplyText)
    drafted: bool = False
    for_user: bool = False
    cancelled: bool = False
    left: bool = False

    def take(self, context: ReplyContext, request: GenerationRequest, model: ModelInfo) -> None:
        """What is read is known, and what is asked of the engine."""
        self.context = context
        names = context.names
        character = self.wish.author is Author.CHARACTER
        name = names.char if character else names.user
        asked = asdict(request.sampling)
        if request.styles:
            asked["styles"] = [[part.key, part.weight] for part in request.styles]
        self.said = Said(
            self.wish.author,
            name,
            "",
            character_id=context.chat.character_id if character else None,
            model=model.name,
            seed=request.sampling.seed,
            sampling=json.dumps(asked),
        )
        self.reader = ReplyText(
            context.parts.opening,
            own_heads(context.form, context.names),
            context.parts.stop,
            going_on=self.wish.going_on is not None,
        )

    def add(self, piece: ReplyPiece) -> None:
        """Adds what has become certain."""
        said = self.said
        self.said = replace(
            said, text=said.text + piece.text, reasoning=said.reasoning + piece.reasoning
        )

    @property
    def draft(self) -> ReplyDraft:
        """The reply as it is kept."""
        wish = self.wish
        return ReplyDraft(wish.chat_id, wish.after, wish.going_on, self.said)
