"""What the model reads for one reply in a chat, from what the library holds.

Runs on the storage thread. Only what lies behind the nearest state is read from the library: a
chat of 100,000 messages costs as much as a short one. Knows no model but its key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from sqlalchemy.orm import Session

from app.db import chats, messages, recall
from app.db.casts import Cast, cast_of, format_of, header_of
from app.db.chat_states import StateAt, nearest, read_at, remember
from app.db.storage import Work
from app.db.style_shares import in_use, parts_of
from app.domain.chat import Author, Chat, ChatMessage, Recalled, Said
from app.domain.chat_formats import ChatFormat
from app.domain.chat_header import after_chat, depth_prompt, speaks_chinese
from app.domain.chat_lore import lore_and_note, messages_looked_at, scan_messages
from app.domain.chat_places import of_chat
from app.domain.chat_prompt import ChatPart, ChatPartKind, ChatPrompt, Injection, chat_prompt
from app.domain.chat_turns import Names, piece
from app.domain.lore_matching import Patterns
from app.domain.lore_scan import Surroundings, Verdict
from app.domain.recall import UNTOUCHED, RecallBudget, choose, rendered, terms, weights
from app.domain.recall_terms import whose_words
from app.domain.styles import StyleUse
from engine.snapshot import beginning_key, chain_hash
from engine.types import MarkedText, Prompt, StylePart, TextMark

FIRST_READING = 24_000
"""Characters of the messages that are read at first of a long chat that no state is kept of."""

LOOKED_BACK = 8
"""Messages before a state that are in the prompt, for penalties of what was said already."""

_CANDIDATES = 24
_AT_ONCE = 200


@dataclass(frozen=True)
class ReplyWish:
    """What is to be read: all up to the message `after` (`None`: nothing but the header), for
    `author` to speak, or for the message `going_on` behind it to go on. With `whole` no state is
    relied on. With `plain` nothing is injected and nobody speaks: it is only read ahead. No more
    than `recall_bytes` are recalled (`None`: as usual)."""

    chat_id: int
    model_key: str
    own_format: str
    now: datetime
    after: int | None
    author: Author = Author.CHARACTER
    going_on: int | None = None
    whole: bool = False
    plain: bool = False
    recall_bytes: int | None = None


@dataclass(frozen=True)
class RecallWish:
    """What would be recalled if the user said `text` next in a chat."""

    chat_id: int
    text: str
    recall_bytes: int | None = None


@dataclass(frozen=True)
class ReplyContext:
    """What is read. `read_from` is the depth of the first message that is read at all; `swipes`
    says how many replies there ever were after the message. `head` is the header; `known`
    messages behind it are in the state that reading goes on from. `styles` are what it begins
    with."""

    chat: Chat
    names: Names
    form: ChatFormat
    parts: ChatPrompt
    prompt: Prompt
    recalled: tuple[Recalled, ...]
    verdicts: tuple[Verdict, ...]
    going_on: ChatMessage | None
    after: ChatMessage | None
    read_from: int
    swipes: int
    head: str = ""
    known: int = 0
    styles: tuple[StyleUse, ...] = ()

    @property
    def style_parts(self) -> tuple[StylePart, ...]:
        """The styles, as the engine is asked for them."""
        return parts_of(self.styles)

    @property
    def owner(self) -> str:
        """Whose the states are."""
        return f"chat:{self.chat.id}"


class ChatContexts:
    """Assembles what is read. `patterns` makes what searches for the patterns of one scan."""

    def __init__(self, patterns: Callable[[], Patterns]) -> None:
        self._patterns = patterns

    def assembling(self, wish: ReplyWish) -> Work[ReplyContext]:
        """`assemble` as work for the storage thread."""
        return lambda session: self.assemble(session, wish)

    def foreseeing(self, wish: RecallWish) -> Work[tuple[Recalled, ...]]:
        """`foresee` as work for the storage thread."""
        return lambda session: self.foresee(session, wish)

    def foresee(self, session: Session, wish: RecallWish) -> tuple[Recalled, ...]:
        """What would be recalled. Raises `UserError` if the chat is gone."""
        chat = chats.load(session, wish.chat_id)
        last = messages.page(session, chat.id, chat.length - 1, 1)
        before = last[0].said.text if last else ""
        said = Said(Author.USER, "", wish.text)
        return _recalled(session, chat, said, before, chat.length, wish.recall_bytes)

    def assemble(self, session: Session, wish: ReplyWish) -> ReplyContext:
        """What to read. Notes which messages the marks stand for, so that a state that is kept
        there is found again. Raises `UserError` if the chat or a message is gone."""
        cast = cast_of(session, wish.chat_id)
        form = format_of(session, cast.chat, wish.own_format)
        head = header_of(cast, form)
        styles = in_use(session, cast.style, wish.model_key)
        # States are looked for and noted as those of this beginning: none of another style's.
        wish = replace(wish, model_key=beginning_key(wish.model_key, parts_of(styles)))
        after = None if wish.after is None else messages.get(session, wish.after)
        going_on = None if wish.going_on is None else messages.get(session, wish.going_on)
        recalled, verdicts, injection = self._injected(session, cast, form, wish, after)
        base = self._base(session, wish, cast, after, chain_hash(b"", head), injection)
        tail, read_from = self._tail(session, cast.chat, base, after)
        parts = chat_prompt(
            form,
            cast.names,
            tail,
            head=None if base else head,
            injection=injection,
            author=wish.author,
            going_on=going_on,
        )
        if wish.plain:
            parts = replace(parts, opening="")
        prompt = _marked(session, wish, parts, base, head, read_from)
        swipes = messages.count_said_after(session, wish.chat_id, wish.after)
        return ReplyContext(
            cast.chat, cast.names, form, parts, prompt, recalled, verdicts, going_on, after,
            read_from, swipes, head, base.depth + 1 - read_from if base else 0, styles,
        )  # fmt: skip

    def _base(
        self,
        session: Session,
        wish: ReplyWish,
        cast: Cast,
        after: ChatMessage | None,
        header_hash: bytes,
        injection: Injection | None,
    ) -> StateAt | None:
        """The nearest message after which a state is kept. What is injected stands above the
        last message, which then has to be read again."""
        if wish.whole or after is None:
            return None
        top = after.parent_id if injection else after.id
        if top is None:
            return None
        read_from = cast.chat.settings.read_from
        found = nearest(session, wish.chat_id, top, header_hash, wish.model_key, read_from)
        if found is None:
            return None
        return self._earlier(session, wish, cast, header_hash, found) or found

    def _earlier(
        self, session: Session, wish: ReplyWish, cast: Cast, header_hash: bytes, found: StateAt
    ) -> StateAt | None:
        """A message some way above `found` from which its hash can be had: what a sampler looks
        back on is then in the tail, and reading begins at `found` all the same."""
        wanted = max(0, found.depth - LOOKED_BACK)
        before = messages.page(session, wish.chat_id, wanted, found.depth + 1 - wanted)
        if not before or before[-1].id != found.message_id:
            return None
        base = read_at(session, before[0].id, header_hash, wish.model_key)
        if base is None or base.read_from != found.read_from:
            return None
        form, digest = format_of(session, cast.chat, wish.own_format), base.text_hash
        for one in before[1:]:
            text = piece(form, one.said, cast.names)
            digest = chain_hash(digest, text) if text else digest
        return base if digest == found.text_hash else None

    def _tail(
        self, session: Session, chat: Chat, base: StateAt | None, after: ChatMessage | None
    ) -> tuple[list[ChatMessage], int]:
        """The messages to read, and the depth of the first that is read at all."""
        wanted = chat.settings.read_from
        if after is None:
            return [], wanted or 0
        if base is not None:
            return list(_way(session, chat.id, base.depth + 1, after.depth)), base.read_from
        start = _first_to_read(session, chat, after) if wanted is None else wanted
        start = min(start, after.depth)
        return list(_way(session, chat.id, start, after.depth)), start

    def _injected(
        self,
        session: Session,
        cast: Cast,
        form: ChatFormat,
        wish: ReplyWish,
        after: ChatMessage | None,
    ) -> tuple[tuple[Recalled, ...], tuple[Verdict, ...], Injection | None]:
        if wish.plain or after is None or wish.going_on is not None:
            return (), (), None
        card, chat = cast.character.card, cast.chat
        expand = of_chat(cast.character, cast.persona, chat.seed, f"at {after.id}", wish.now)
        looked_at = messages_looked_at([card.book]) if card.book else 0
        last = list(_last(session, after, max(2, looked_at)))
        verdicts: tuple[Verdict, ...] = ()
        if card.book is not None:
            around = Surroundings(self._patterns(), Random(chat.seed ^ after.id))
            verdicts = scan_messages([card.book], [one.said for one in last], around)
        before = last[-2].said.text if len(last) > 1 else ""
        recalled = _recalled(session, chat, after.said, before, after.depth, wish.recall_bytes)
        above = lore_and_note(
            verdicts, chat.settings.note, depth_prompt(card), names=cast.names, expand=expand
        )
        if recalled:
            text = rendered(recalled, chinese=speaks_chinese(card))
            above = (ChatPart(ChatPartKind.RECALL, text), *above)
        injection = Injection(above, after_chat(card, cast.names, expand))
        return recalled, verdicts, injection if injection else None


def _recalled(
    session: Session, chat: Chat, said: Said, before: str, depth: int, nbytes: int | None
) -> tuple[Recalled, ...]:
    """What is recalled for what is `said` at a depth, after the words of the message `before`."""
    count, now = chat.settings.recall, said.text
    if count < 1 or depth < UNTOUCHED:
        return ()
    found = recall.candidates(session, chat.id, terms(now, before), depth, _CANDIDATES)
    budget = RecallBudget(count, nbytes=nbytes)
    pinned = recall.pins(session, chat.id, depth)
    banned = {one.id for one in recall.bans(session, chat.id)}
    whose = whose_words(now, said.author)
    return choose(found, weights(now, before), depth + 1, budget, pinned, banned, whose=whose)


def _way(session: Session, chat_id: int, first: int, last: int) -> Iterator[ChatMessage]:
    for begin in range(first, last + 1, _AT_ONCE):
        yield from messages.page(session, chat_id, begin, min(_AT_ONCE, last + 1 - begin))


def _last(session: Session, after: ChatMessage, count: int) -> Iterator[ChatMessage]:
    first = max(0, after.depth - count + 1)
    yield from _way(session, after.chat_id, first, after.depth)


def _first_to_read(session: Session, chat: Chat, after: ChatMessage) -> int:
    """Where reading begins if nothing of a chat is known: at its beginning, if it is not long."""
    left, end = FIRST_READING, after.depth + 1
    while end > 0:
        begin = max(0, end - _AT_ONCE)
        for one in reversed(messages.page(session, chat.id, begin, end - begin)):
            left -= len(one.said.text)
            if left < 0:
                return one.depth
        end = begin
    return 0


def _marked(
    session: Session,
    wish: ReplyWish,
    parts: ChatPrompt,
    base: StateAt | None,
    head: str,
    read_from: int,
) -> Prompt:
    """The prompt with its marks: one where a piece ends."""
    header_hash = chain_hash(b"", head)
    start = TextMark(0, base.text_hash, base.text_bytes) if base else None
    digest, size = (base.text_hash, base.text_bytes) if base else (b"", 0)
    marks: list[TextMark] = []
    for link, end in zip(parts.pieces, parts.ends, strict=True):
        if not link.text:
            continue
        digest = chain_hash(digest, link.text)
        size += len(link.text.encode("utf-8", "replace"))
        marks.append(TextMark(end, digest, size))
        if link.message_id is not None:
            known = (link.message_id, header_hash, wish.model_key, digest, size, read_from)
            remember(session, *known)
    if parts.opening and not parts.parts:
        digest = chain_hash(digest, parts.opening)
        size += len(parts.opening.encode("utf-8", "replace"))
        marks.append(TextMark(len(parts.stable), digest, size))
    return Prompt(parts.stable, parts.volatile, parts.stop, MarkedText(start, tuple(marks)))
