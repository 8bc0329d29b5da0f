"""Lets a model write as the program does: its engine, its prompts, its samplers, without a window.

Knows nothing of what is asked or judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.cards import CharacterCard
from app.domain.chat import Author, ChatMessage, ChatSettings, Said
from app.domain.chat_formats import usual_format
from app.domain.chat_header import header, names_of
from app.domain.chat_prompt import ChatPart, ChatPartKind, Injection, chat_prompt
from app.domain.chat_turns import own_heads
from app.domain.prompts import story_prompt
from app.domain.reply_text import ReplyText
from app.paths import bundled_model
from engine.generate import generate
from engine.loading_types import LoadedModel
from engine.state_cache import StateCache
from engine.types import (
    Finished,
    FinishReason,
    GenerationRequest,
    Prompt,
    SamplingSettings,
    TextDelta,
)
from tests.tools.sample_prompts import ChatSample

AT_ONCE = 8
"""Texts that the engine writes side by side at most."""


@dataclass(frozen=True)
class Written:
    """What came of one seed; `text` is without what was asked."""

    seed: int
    text: str
    tokens: int
    ended: bool
    """Whether the model ended the text itself, or a stop text did."""


@dataclass(frozen=True)
class Chat:
    """A whole chat: what is read before it, and (who, what)."""

    head: str
    said: tuple[tuple[str, str], ...]


class Writer:
    """A model, and how its words are chosen."""

    def __init__(self, loaded: LoadedModel, sampling: SamplingSettings) -> None:
        self._loaded = loaded
        self._sampling = sampling

    def stories(self, prompt: str, seeds: Sequence[int]) -> Iterator[Written]:
        """A continuation for each of the seeds, which follow one another."""
        read = story_prompt(prompt)
        for start in range(0, len(seeds), AT_ONCE):
            part = seeds[start : start + AT_ONCE]
            yield from self._write(Prompt(read.stable, stop=read.stop), part[0], len(part))

    def chat(self, sample: ChatSample, seed: int, above: str = "") -> Chat:
        """Lets the model answer all that is said, in the format of the bundled one; reply number
        n has the seed `seed` + n. `above` is injected above each message while it is answered."""
        card = CharacterCard(name=sample.name, description=sample.description)
        # A model that is yet to be bundled lies in a folder of another name.
        form = usual_format(bundled_model().name, self._loaded.model.info.vocab_size)
        names = names_of(card, None)
        head = header(form, card, None, ChatSettings(), names)
        said: list[Said] = []
        for number, words in enumerate(sample.said):
            said.append(Said(Author.USER, names.user, words))
            messages = [ChatMessage(n, 1, None, n, one) for n, one in enumerate(said)]
            injection = Injection((ChatPart(ChatPartKind.RECALL, above),)) if above else None
            asked = chat_prompt(form, names, messages, head=head, injection=injection)
            prompt = Prompt(asked.stable, asked.volatile, asked.stop)
            (written,) = self._write(prompt, seed + number, 1)
            reader = ReplyText(asked.opening, own_heads(form, names), asked.stop)
            reply = reader.push(written.text).text + reader.flush().text
            said.append(Said(Author.CHARACTER, names.char, reply))
        return Chat(head.strip(), tuple((one.name, one.text) for one in said))

    def _write(self, prompt: Prompt, seed: int, count: int) -> list[Written]:
        request = GenerationRequest(
            1, prompt, replace(self._sampling, seed=seed), alternatives=count
        )
        # Nothing is kept from one text for another: each stands for itself.
        cache = StateCache(None, 0, self._loaded.state_shapes)
        model, tokenizer = self._loaded.model, self._loaded.tokenizer
        pieces: list[list[str]] = [[] for _ in range(count)]
        finished: Finished | None = None
        for event in generate(model, tokenizer, cache, request, lambda: False):
            if isinstance(event, TextDelta):
                pieces[event.alternative].append(event.text)
            elif isinstance(event, Finished):
                finished = event
        if finished is None:
            raise RuntimeError("a generation ends with Finished")
        cut = (FinishReason.LENGTH, FinishReason.CANCELLED)
        return [
            Written(end.seed, "".join(found), end.generated_tokens, end.reason not in cut)
            for found, end in zip(pieces, finished.alternatives, strict=True)
        ]
