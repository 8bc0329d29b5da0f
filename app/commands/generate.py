"""`longscroll generate`: continues a text in the terminal, as it is written."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from app.commands.common import load_options, model_path, tell_fallback
from app.commands.generate_options import settings_of
from app.commands.perplexity import read_text
from app.domain.prompts import story_prompt
from app.paths import resource
from engine.architectures.base import Shape
from engine.beginnings import MATRICES, Beginning, blend, style_bytes
from engine.checkpoint import read_state_file
from engine.generate import generate
from engine.loading import load_model
from engine.loading_types import LoadedModel
from engine.sampling import check_request
from engine.state_cache import StateCache
from engine.types import (
    Finished,
    GenerationEvent,
    GenerationRequest,
    Prompt,
    TextDelta,
    TokenChance,
    TokenChosen,
    UserError,
)


@dataclass
class _Written:
    """One alternative as it comes."""

    pieces: list[str] = field(default_factory=list)
    tokens: list[TokenChosen] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self.pieces)


def run(options: argparse.Namespace) -> int:
    """Prints the text and its continuations, or one JSON object about them."""
    text = _text(options)
    stable = story_prompt(text).stable
    prompt = Prompt(stable, stop=tuple(options.stop))
    request = GenerationRequest(
        1,
        prompt,
        settings_of(options),
        alternatives=options.alternatives,
        top_tokens=options.top_tokens,
    )
    # What is wrong with the request is told before a model is loaded.
    check_request(request)
    loaded = load_model(model_path(options), load_options(options))
    cache = StateCache(None, 0, loaded.state_shapes)
    begin = tuned(Path(options.state), loaded) if options.state else None
    events = generate(loaded.model, loaded.tokenizer, cache, request, lambda: False, begin=begin)
    written = [_Written() for _ in range(request.alternatives)]
    if options.json:
        finished = _collect(events, written)
        _print_json(text, finished, written, loaded.model.info.name)
    elif request.alternatives == 1:
        _stream(stable, events, written)
        _print_tokens(written[0])
    else:
        _print_all(_collect(events, written), written)
    tell_fallback(loaded.model.info)
    return 0


def tuned(file: Path, loaded: LoadedModel) -> Beginning:
    """A text that begins in the tuned state of a file. Raises `ModelLoadError` for a misfit."""
    info, wkv = loaded.model.info, loaded.state_shapes.get(MATRICES, (0, 1))
    shape = Shape(info.n_layer, info.n_embd, wkv[1], info.vocab_size, info.architecture)
    matrices = read_state_file(file, shape)
    key = f"{info.model_key}+{style_bytes(matrices)[0]}"
    return Beginning(key, lambda: blend([(matrices, 1.0)], loaded.state_shapes))


def _text(options: argparse.Namespace) -> str:
    if options.sample:
        return resource("samples", "the-lantern-boat.en.txt").read_text("utf-8").rstrip("\n")
    if options.file is not None and options.file != "-":
        # The line end of a file is not the writer's wish for a new paragraph.
        return "".join(read_text(Path(options.file))).removesuffix("\n").removesuffix("\r")
    if options.file == "-" or options.text == "-":
        return sys.stdin.buffer.read().decode("utf-8", "replace").removesuffix("\n")
    if options.text is None:
        raise UserError(
            "There is nothing to continue.",
            'Give the beginning of a text: longscroll generate "Once upon a time"',
        )
    text: str = options.text
    return text


def _collect(events: Iterator[GenerationEvent], written: list[_Written]) -> Finished | None:
    finished = None
    for event in events:
        if isinstance(event, TextDelta):
            written[event.alternative].pieces.append(event.text)
        elif isinstance(event, TokenChosen):
            written[event.alternative].tokens.append(event)
        elif isinstance(event, Finished):
            finished = event
    return finished


def _stream(text: str, events: Iterator[GenerationEvent], written: list[_Written]) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
    for event in events:
        if isinstance(event, TextDelta):
            sys.stdout.write(event.text)
            sys.stdout.flush()
        elif isinstance(event, TokenChosen):
            written[0].tokens.append(event)
        elif isinstance(event, Finished):
            sys.stdout.write("\n")
            _print_speed(event)


def _print_all(finished: Finished | None, written: list[_Written]) -> None:
    for number, one in enumerate(written, 1):
        print(f"--- {number} ---\n{one.text}")
        _print_tokens(one)
    if finished is not None:
        _print_speed(finished)


def _print_speed(finished: Finished) -> None:
    speed = f"{finished.tokens_per_second:.0f} tokens/s"
    print(f"[{finished.generated_tokens} tokens, {speed}]", file=sys.stderr)


def _print_tokens(one: _Written) -> None:
    for told in one.tokens:
        best = ", ".join(f"{_piece(other)!r} {other.before:.3f}" for other in told.top_before)
        chosen = told.chosen
        print(f"{chosen.before:.3f} {chosen.after:.3f} {_piece(chosen)!r:16} of {best}")


def _print_json(
    prompt: str, finished: Finished | None, written: list[_Written], model: str
) -> None:
    result: dict[str, object] = {"model": model, "prompt": prompt, "text": written[0].text}
    if finished is not None:
        result |= asdict(finished) | {"reason": finished.reason.value}
        result["alternatives"] = [
            {"text": one.text}
            | asdict(end)
            | {"reason": end.reason.value}
            | ({"tokens": [_told(token) for token in one.tokens]} if one.tokens else {})
            for one, end in zip(written, finished.alternatives, strict=True)
        ]
    print(json.dumps(result, ensure_ascii=False))


def _told(told: TokenChosen) -> dict[str, object]:
    return _chance(told.chosen) | {
        "top_before": [_chance(one) for one in told.top_before],
        "top_after": [_chance(one) for one in told.top_after],
    }


def _chance(one: TokenChance) -> dict[str, object]:
    return {
        "id": one.token,
        "text": _piece(one),
        "bytes": list(one.piece),
        "before": one.before,
        "after": one.after,
    }


def _piece(one: TokenChance) -> str:
    return one.piece.decode("utf-8", "replace")
