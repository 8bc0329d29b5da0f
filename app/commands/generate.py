"""`longscroll generate`: continues a text in the terminal, as it is written."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict

from app.commands.common import load_options, model_path, tell_fallback
from app.domain.prompts import story_prompt
from app.paths import resource
from engine.generate import GenerationEvent, generate
from engine.loading import load_model
from engine.state_cache import StateCache
from engine.types import (
    Finished,
    GenerationRequest,
    Prompt,
    SamplingSettings,
    TextDelta,
    UserError,
)


def run(options: argparse.Namespace) -> int:
    """Prints the text and its continuation, or one JSON object about them."""
    text = _text(options)
    loaded = load_model(model_path(options), load_options(options))
    stable = story_prompt(text).stable
    request = GenerationRequest(1, Prompt(stable), _sampling(options))
    cache = StateCache(None, 0, loaded.state_shapes)
    events = generate(loaded.model, loaded.tokenizer, cache, request, lambda: False)
    if options.json:
        _print_json(text, events, loaded.model.info.name)
    else:
        _stream(stable, events)
    tell_fallback(loaded.model.info)
    return 0


def _text(options: argparse.Namespace) -> str:
    if options.sample:
        return resource("samples", "the-lantern-boat.en.txt").read_text("utf-8").rstrip("\n")
    if options.text is None:
        raise UserError(
            "There is nothing to continue.",
            'Give the beginning of a text: longscroll generate "Once upon a time"',
        )
    text: str = options.text
    return text


def _sampling(options: argparse.Namespace) -> SamplingSettings:
    settings = SamplingSettings(seed=options.seed, max_tokens=options.max_tokens)
    if not options.greedy:
        return settings
    return SamplingSettings(
        temperature=0.0, presence_penalty=0.0, frequency_penalty=0.0, max_tokens=options.max_tokens
    )


def _stream(text: str, events: Iterator[GenerationEvent]) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
    for event in events:
        if isinstance(event, TextDelta):
            sys.stdout.write(event.text)
            sys.stdout.flush()
        elif isinstance(event, Finished):
            sys.stdout.write("\n")
            speed = f"{event.tokens_per_second:.0f} tokens/s"
            print(f"[{event.generated_tokens} tokens, {speed}]", file=sys.stderr)


def _print_json(prompt: str, events: Iterator[GenerationEvent], model: str) -> None:
    parts, finished = [], None
    for event in events:
        if isinstance(event, TextDelta):
            parts.append(event.text)
        elif isinstance(event, Finished):
            finished = asdict(event) | {"reason": event.reason.value}
    result = {"model": model, "prompt": prompt, "text": "".join(parts)} | (finished or {})
    print(json.dumps(result, ensure_ascii=False))
