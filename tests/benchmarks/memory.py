"""Prints what a character still knows after 1,000, 10,000 and 100,000 tokens of other talk.

    python -m tests.benchmarks.memory [--model FILE] [--filler FILE] [--chats N]
        [--distances 0,1000,10000,100000] [--format ID] [--seed N]

In each chat the user tells eight facts (a name, a colour, a place, a pet, …) and then talks of
other things. Asked for each of them, a model finds the true answer if it holds it for likelier than
each of seven others (by chance 12.5 %). `state`: it has read all of it, and nothing else is given.
`recall`: what the program finds among the old messages stands before the question. `found`: in
how many cases the fact was in what was recalled. In brackets: 95 % confidence (Wilson). FILLER is
text, also .xz, with lines "User: …" and "Assistant: …" or without; documents end with
<|endoftext|>. Without one it is the sample story, again and again.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from app.domain.chat import Author, ChatMessage, Recalled, Said
from app.domain.chat_formats import BUILT_IN, ChatFormat
from app.domain.chat_prompt import ChatPart, ChatPartKind, Injection, chat_prompt
from app.domain.chat_turns import Names, piece
from app.domain.recall import choose, rendered
from app.domain.recall_terms import weights, whose_words
from app.paths import bundled_model
from engine.loading import LoadOptions, load_model
from engine.loading_types import LoadedModel
from engine.snapshot import FloatArray, State
from engine.tokenizers import WorldTokenizer
from tests.benchmarks.memory_facts import REPLIES, Fact, Filler, facts_for

SAMPLE = Path(__file__).resolve().parents[2] / "resources/samples/the-lantern-boat.en.txt"
NAMES = Names("Anna", "Kim")
CANDIDATES = 200
BEGAN = datetime(2024, 3, 3, 9)
AT_ONCE, LONGEST_EXCHANGE = 40, 100
"""Exchanges that are read in one call, and about how many tokens one has at most."""

BETWEEN_FACTS = 2
"""Exchanges of other talk after each fact."""


@dataclass
class Chat:
    """A chat under way: its messages, an index over them, and the model's state behind them."""

    messages: list[ChatMessage] = field(default_factory=list)
    index: sqlite3.Connection = field(default_factory=lambda: sqlite3.connect(":memory:"))
    state: State | None = None

    def __post_init__(self) -> None:
        self.index.execute("CREATE VIRTUAL TABLE said USING fts5(text, tokenize='unicode61')")

    def say(self, author: Author, text: str) -> ChatMessage:
        """Adds a message, a minute after the one before."""
        number = len(self.messages)
        name = NAMES.user if author is Author.USER else NAMES.char
        at = BEGAN + timedelta(minutes=number)
        said = Said(author, name, text, created_at=at)
        self.messages.append(ChatMessage(number + 1, 1, number or None, number, said))
        self.index.execute("INSERT INTO said(rowid, text) VALUES (?, ?)", (number + 1, text))
        return self.messages[-1]

    def candidates(self, wanted: Sequence[str]) -> list[Recalled]:
        """What holds any of the words, by bm25."""
        query = " OR ".join(f'"{term}"' for term in wanted)
        sql = "SELECT rowid, bm25(said) FROM said WHERE said MATCH ? ORDER BY 2 LIMIT ?"
        found = self.index.execute(sql, (query, CANDIDATES)).fetchall() if query else []
        return [self._recalled(number, score) for number, score in found]

    def _recalled(self, number: int, score: float) -> Recalled:
        one = self.messages[number - 1]
        said = one.said
        return Recalled(
            one.id, one.depth, said.author, said.name, said.text, said.created_at, score
        )


@dataclass
class Tally:
    """How often the true answer was the likeliest, and likelier than another one."""

    asked: int = 0
    first: int = 0
    pairs: int = 0
    won: int = 0
    found: int = 0

    def note(self, scores: Sequence[float], *, found: bool) -> None:
        """`scores` of the true answer, then of the others."""
        beaten = sum(scores[0] > other for other in scores[1:])
        self.asked += 1
        self.first += beaten == len(scores) - 1
        self.pairs += len(scores) - 1
        self.won += beaten
        self.found += found


def main() -> None:
    """Runs all chats and prints the table."""
    options = parse()
    with tempfile.TemporaryDirectory() as folder:
        loaded = load_model(options.model, LoadOptions(Path(folder)))
        usual = "world" if isinstance(loaded.tokenizer, WorldTokenizer) else "longscroll"
        form = BUILT_IN[options.format or usual]
        print(f"{loaded.model.info.name}, format {form.id}, {options.chats} chats of 8 facts")
        began = time.perf_counter()
        bench = Bench(loaded, form, options.distances)
        filler = Filler(options.filler or SAMPLE)
        for number in range(options.chats):
            bench.run(filler, random.Random(options.seed + number))
            seconds = time.perf_counter() - began
            print(f"chat {number + 1}: {seconds:,.0f} s", file=sys.stderr, flush=True)
        print_table(bench.tallies, options.distances)
        print(f"\n{bench.read:,} tokens read in {seconds:,.0f} s")
        loaded.model.close()


def parse() -> argparse.Namespace:
    raw = argparse.RawTextHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--model", type=Path, default=bundled_model())
    parser.add_argument("--filler", type=Path)
    parser.add_argument("--chats", type=int, default=12)
    parser.add_argument("--distances", type=numbers, default=[0, 1000, 10_000, 100_000])
    parser.add_argument("--format", choices=sorted(BUILT_IN), default="")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def numbers(text: str) -> list[int]:
    """Rising numbers between commas."""
    return sorted(int(part) for part in text.split(","))


class Bench:
    """A model that is told and asked. `tallies` are by distance and by what it is given."""

    def __init__(self, loaded: LoadedModel, form: ChatFormat, distances: Sequence[int]) -> None:
        self._model, self._tokenizer = loaded.model, loaded.tokenizer
        self._form, self._distances = form, distances
        self.tallies = {(d, way): Tally() for d in distances for way in ("state", "recall")}
        self.read = 0

    def run(self, filler: Filler, chooser: random.Random) -> None:
        """One chat: tells the facts, then talks, and asks at each distance."""
        chat, facts = Chat(), facts_for(chooser)
        talk = filler.exchanges(chooser)
        self._model.load_state(None)
        for fact in facts:
            others = [next(talk) for _ in range(BETWEEN_FACTS)]
            self._tell(chat, [(fact.said, chooser.choice(REPLIES)), *others])
        behind = 0
        for distance in self._distances:
            while behind < distance:
                at_once = min(AT_ONCE, 1 + (distance - behind) // LONGEST_EXCHANGE)
                behind += self._tell(chat, [next(talk) for _ in range(at_once)])
            chat.state = self._model.save_state()
            for fact in facts:
                for way in ("state", "recall"):
                    self._ask(chat, fact, self.tallies[distance, way], recall=way == "recall")
            self._model.load_state(chat.state)

    def _tell(self, chat: Chat, exchanges: Sequence[tuple[str, str]]) -> int:
        """Reads what both say; returns the tokens."""
        said = [
            chat.say(author, text)
            for exchange in exchanges
            for author, text in zip((Author.USER, Author.CHARACTER), exchange, strict=True)
        ]
        tokens = self._tokenizer.encode("".join(piece(self._form, one.said, NAMES) for one in said))
        self._prefill(tokens)
        return len(tokens)

    def _ask(self, chat: Chat, fact: Fact, tally: Tally, *, recall: bool) -> None:
        """Compares the true answer with the others, from the state behind the chat on."""
        depth = len(chat.messages)
        question = ChatMessage(
            depth + 1, 1, depth, depth, Said(Author.USER, NAMES.user, fact.kind.question)
        )
        recalled = self._recalled(chat, fact.kind.question) if recall else ()
        part = ChatPart(ChatPartKind.RECALL, rendered(recalled))
        prompt = chat_prompt(self._form, NAMES, [question], injection=Injection((part,)))
        text = f"{prompt.stable}{prompt.volatile}{self._form.gap or ' '}{fact.kind.answer}"
        assert chat.state is not None
        self._model.load_state(chat.state)
        logits = self._prefill(self._tokenizer.encode(text)).copy()
        behind = self._model.save_state()
        others = [value for value in fact.kind.values if value != fact.value]
        scores = [self._score(behind, logits, value) for value in (fact.value, *others)]
        tally.note(scores, found=any(fact.value in one.passage for one in recalled))

    def _recalled(self, chat: Chat, question: str) -> tuple[Recalled, ...]:
        wanted = weights(question)
        found = chat.candidates(tuple(wanted))
        return choose(found, wanted, len(chat.messages) + 1, whose=whose_words(question))

    def _score(self, behind: State, logits: FloatArray, value: str) -> float:
        """The log-probability of the answer with its full stop, in nats."""
        tokens = self._tokenizer.encode(f" {value}.")
        self._model.load_state(behind)
        rest, _ = self._model.prefill_scored(tokens)
        shifted = logits.astype(np.float64) - float(logits.max())
        first = shifted[tokens[0]] - np.log(np.exp(shifted).sum())
        return float(first + rest.sum())

    def _prefill(self, tokens: Sequence[int]) -> FloatArray:
        self.read += len(tokens)
        return self._model.prefill(tokens)


def print_table(tallies: dict[tuple[int, str], Tally], distances: Sequence[int]) -> None:
    """A line for each distance and for what was given."""
    print(f"\n{'tokens after':>12}  {'given':8}{'true answer first':28}{'beats another':16}found")
    for distance in distances:
        for way in ("state", "recall"):
            print("  ".join(row(distance, way, tallies[distance, way])))


def row(distance: int, way: str, tally: Tally) -> Iterator[str]:
    """The cells of a line."""
    low, high = wilson(tally.first, tally.asked)
    yield f"{distance:>12,}"
    yield f"{way:6}"
    share = f"{tally.first / tally.asked:6.1%} [{low:.1%}, {high:.1%}]"
    yield f"{share:22} {tally.first:3}/{tally.asked}"
    yield f"{tally.won / tally.pairs:6.1%} of {tally.pairs:,}"
    yield f"{tally.found}/{tally.asked}" if way == "recall" else ""


def wilson(hits: int, count: int) -> tuple[float, float]:
    """The 95 % confidence interval of a share."""
    z = 1.96
    share = hits / count
    middle = share + z * z / (2 * count)
    spread = z * ((share * (1 - share) + z * z / (4 * count)) / count) ** 0.5
    scale = 1 + z * z / count
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


if __name__ == "__main__":
    main()
