"""Where macros of a chat stand, and the chance that belongs there. Knows no macro.

What is read once and shared by all chats of a character depends on the character alone; what is
said in a chat on that chat and the place in it. So the same is always read again as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b

from app.domain.cards import Character
from app.domain.chat import Chat, UserPersona
from app.domain.chat_header import names_of, speaks_chinese
from app.domain.macros import MacroContext, expand

_SEED_BITS = 31
_LONG_AGO = datetime(2000, 1, 1)


def of_character(character: Character, persona: UserPersona | None) -> Callable[[str], str]:
    """Expands what stands in the header."""
    names = names_of(character.card, persona)
    changed = character.updated_at or _LONG_AGO
    context = MacroContext(
        char=names.char,
        user=names.user,
        persona=persona.description if persona else "",
        card=character.card,
        now=changed,
        language="zh" if speaks_chinese(character.card) else "en",
        seed=character.id,
        place="header",
    )
    return lambda text: expand(text, context)


def of_chat(
    character: Character, persona: UserPersona | None, seed: int, place: str, now: datetime
) -> Callable[[str], str]:
    """Expands what is said or injected at a `place` of a chat, once."""
    names = names_of(character.card, persona)
    context = MacroContext(
        char=names.char,
        user=names.user,
        persona=persona.description if persona else "",
        card=character.card,
        now=now,
        language="zh" if speaks_chinese(character.card) else "en",
        seed=seed,
        place=place,
    )
    return lambda text: expand(text, context)


def reply_seed(chat: Chat, after: int | None, swipe: int) -> int:
    """The seed of reply number `swipe` after a message. It depends on nothing else: closing and
    opening the program does not change what will be said."""
    stem = f"{chat.seed}:{after or 0}:{swipe}".encode()
    return int.from_bytes(blake2b(stem, digest_size=8).digest(), "big") >> (64 - _SEED_BITS)
