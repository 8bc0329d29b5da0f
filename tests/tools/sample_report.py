"""Lets a model write what its card shows, and counts over many seeds what a machine can judge.

    python -m tests.tools.sample_report [--model FOLDER] [--seeds 100] [--card CARD]

Ten beginnings and five chats that never change (`sample_prompts`), by the program's own engine,
prompts and samplers. `--sampler PRESET[,NAME=VALUE…]` may come several times: samples are written
with the first, all are counted. `--people FILE` counts texts by people by the same rules.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.controllers.sampler_controller import to_sampling
from app.domain.samplers import KINDS, NEUTRAL, PRESETS, full
from app.paths import bundled_model
from engine.loading import LoadOptions, load_model
from engine.training.text import read_documents
from engine.types import SamplingSettings
from tests.tools.card_sections import put_section_into, quoted
from tests.tools.sample_checks import Findings, check
from tests.tools.sample_counts import counts_table, in_words
from tests.tools.sample_prompts import CHATS, PROMPTS
from tests.tools.sample_writing import Writer

TITLE = "Samples, not edited"
PEOPLE_WORDS = 260
"""Texts by people are cut to so many words: as long as those of the model."""

SEED = 1
_LOOPS_SHOWN = 10

MakeWriter = Callable[[SamplingSettings], Writer]
Row = tuple[str, Sequence[Findings]]


@dataclass(frozen=True)
class Sampler:
    """A sampler as it was asked for, and what the engine gets."""

    name: str
    settings: SamplingSettings


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the section of the card, and put it there if asked to."""
    options = _parser().parse_args(arguments)
    samplers = [sampler(text, options.tokens) for text in options.sampler or ["default"]]
    rows = [(f"people: {path.name}", findings_of_people(path)) for path in options.people]
    with tempfile.TemporaryDirectory() as graphs:
        loaded = load_model(options.model, LoadOptions(Path(graphs), threads=options.threads))
        try:
            text = report(lambda s: Writer(loaded, s), samplers, options.seeds, rows)
        finally:
            loaded.model.close()
    print(text)
    if options.card is not None:
        put_section_into(options.card, TITLE, text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=bundled_model())
    parser.add_argument("--seeds", type=int, default=100, help="of each beginning; 0: no counts")
    parser.add_argument("--tokens", type=int, default=320, help="tokens to write at most")
    parser.add_argument(
        "--sampler", action="append", help=f"one of {', '.join(PRESETS)}, and changes to it"
    )
    parser.add_argument("--people", type=Path, nargs="*", default=[], help="texts by people")
    parser.add_argument("--card", type=Path, help="model card to write the section into")
    parser.add_argument("--threads", type=int, default=None)
    return parser


def sampler(text: str, tokens: int) -> Sampler:
    """PRESET[,NAME=VALUE…] as the program would ask for it. Exits if there is no such thing."""
    preset, *changes = text.split(",")
    if preset not in PRESETS:
        raise SystemExit(f"There is no preset {preset!r}; there are {', '.join(PRESETS)}.")
    values = dict(full(preset))
    for change in changes:
        name, _, value = change.partition("=")
        if KINDS.get(name) not in (int, float):
            raise SystemExit(f"{name!r} is no number that can be set.")
        values[name] = KINDS[name](value)
    return Sampler(text, replace(to_sampling(values, SEED), max_tokens=tokens))


def findings_of_people(path: Path) -> list[Findings]:
    """Of the documents of a file, cut at the end of a word."""
    cut = (" ".join(text.split(" ")[:PEOPLE_WORDS]) for text in read_documents(path))
    return [check(text) for text in cut]


def report(
    writer: MakeWriter, samplers: Sequence[Sampler], seeds: int, people: Sequence[Row] = ()
) -> str:
    """The section of the card, in Markdown."""
    first = samplers[0].settings
    parts = [_how(samplers[0]), *_stories(writer(first)), "### Five chats", _how_chats()]
    parts += _chats(writer(replace(first, max_tokens=full("default")["max_tokens"])))
    if seeds:
        rows: list[Row] = []
        for one in samplers:
            print(f"{one.name}: {seeds} seeds …", file=sys.stderr, flush=True)
            rows.append((f"sampler {one.name}", _many(writer(one.settings), seeds)))
        parts += ["### Counted", _how_counted(seeds), counts_table([*rows, *people], "by")]
        parts += _loops(rows)
    return "\n\n".join(parts)


def _how(used: Sampler) -> str:
    settings, neutral = used.settings, NEUTRAL
    named = [
        f"{name.replace('_', ' ')} {getattr(settings, name):g}"
        for name in ("temperature", "top_p", "min_p", "presence_penalty", "frequency_penalty")
        if getattr(settings, name) != neutral[name]
    ]
    return (
        f"Written by the program's own engine with its sampler “{used.name}” ({', '.join(named)}; "
        f"penalties fade by {settings.penalty_decay:g} a token), seed {SEED}; at least "
        f"{settings.min_tokens} new tokens and at most {settings.max_tokens}. The ten beginnings "
        "and five chats never change. Below each stands what a machine finds in it "
        "(`tests/tools/sample_checks.py`); everything is made by "
        "`python -m tests.tools.sample_report`."
    )


def _stories(writer: Writer) -> Iterator[str]:
    for prompt in PROMPTS:
        (written,) = writer.stories(prompt, [SEED])
        text = prompt + written.text
        end = "ended by the model" if written.ended else "cut off at the longest length"
        yield quoted(text)
        yield f"*{in_words(check(text))}; {end}*"


def _how_chats() -> str:
    return (
        "The persona and what the user says are given; the replies are the model's, in the prompt "
        f"format that the program uses for it. Reply number n has the seed {SEED} + n, from n = 0."
    )


def _chats(writer: Writer) -> Iterator[str]:
    for sample in CHATS:
        chat = writer.chat(sample, SEED)
        lines = [chat.head, *(f"**{who}**: {what}" for who, what in chat.said)]
        yield quoted("\n\n".join(lines))
        findings = check("\n".join(what for who, what in chat.said if who == sample.name))
        broken = findings.broken or "none"
        loop = f"a loop: “{findings.loop}”" if findings.loop else "no loop"
        yield f"*In the replies: {findings.words} words; {loop}; broken characters: {broken}*"


def _many(writer: Writer, seeds: int) -> list[Findings]:
    numbers = range(SEED, SEED + seeds)
    return [check(p + one.text) for p in PROMPTS for one in writer.stories(p, numbers)]


def _how_counted(seeds: int) -> str:
    return (
        f"The ten beginnings with the seeds {SEED} to {SEED + seeds - 1}, judged by a machine. A "
        "loop is words that go round three times, a sentence that comes three times, or 16 words "
        "that come twice. Names are looked for in the first and the last 50 words of texts of 100 "
        f"words or more. Texts by people, cut at {PEOPLE_WORDS} words, tell what these rules find "
        "where nothing is wrong."
    )


def _loops(rows: Sequence[Row]) -> Iterator[str]:
    for name, found in rows:
        loops = [one.loop for one in found if one.loop]
        if loops:
            shown = "; ".join(f"“{loop}”" for loop in loops[:_LOOPS_SHOWN])
            more = len(loops) - _LOOPS_SHOWN
            yield f"Loops of {name}: {shown}{f'; and {more} more' if more > 0 else ''}."


if __name__ == "__main__":
    main()
