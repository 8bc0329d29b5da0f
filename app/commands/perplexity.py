"""`longscroll perplexity`: how well a model predicts a text. Prints figures and judges nothing."""

from __future__ import annotations

import argparse
import codecs
import json
from collections.abc import Iterator
from pathlib import Path

from app.commands.common import load_options, model_path, tell_fallback
from engine.loading import load_model
from engine.loading_types import LoadedModel
from engine.perplexity import Perplexity, PerplexityMeter, TokenSurprise
from engine.types import ModelInfo, UserError

READ_BYTES = 1 << 20
DIGITS = 6


def run(options: argparse.Namespace) -> int:
    """Exit code 0; what the user must mend is a `UserError`."""
    text = _require_text(Path(options.file))
    loaded = load_model(model_path(options), load_options(options))
    try:
        meter = PerplexityMeter(loaded.model, loaded.tokenizer, text)
        tokens = _tokens(meter, loaded, options)
        tell_fallback(loaded.model.info)
        _print_result(meter.result, loaded.model.info, tokens, options)
    finally:
        loaded.model.close()
    return 0


def read_text(path: Path) -> Iterator[str]:
    """A UTF-8 file in pieces, without the mark that some editors put before the first character.

    Raises `UserError` for a file that cannot be read or holds something else.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    done = 0
    try:
        with path.open("rb") as file:
            while data := file.read(READ_BYTES):
                pending = len(decoder.getstate()[0])
                piece = decoder.decode(data)
                yield piece.removeprefix("\ufeff") if done == 0 else piece
                done += len(data)
            pending = len(decoder.getstate()[0])
            decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise UserError(
            "{file} is not UTF-8 text (byte {position}).",
            "Save it as UTF-8 in the program that wrote it.",
            file=path,
            position=done - pending + error.start + 1,
        ) from error
    except OSError as error:
        raise UserError(
            "{file} cannot be read: {reason}.",
            "Check the name of the file and that you may read it.",
            file=path,
            reason=error.strerror or error,
        ) from error


def _require_text(path: Path) -> Iterator[str]:
    """The text of a file; that there is some is found out before a model is loaded."""
    pieces = (piece for piece in read_text(path) if piece)
    first = next(pieces, None)
    if first is None:
        raise UserError("{file} is empty.", "Choose a file with some text in it.", file=path)
    return _with_first(first, pieces)


def _with_first(first: str, others: Iterator[str]) -> Iterator[str]:
    yield first
    yield from others


def _tokens(
    meter: PerplexityMeter, loaded: LoadedModel, options: argparse.Namespace
) -> list[dict[str, object]]:
    """Prints each token as it comes, or keeps them for the JSON object if they are wanted."""
    kept = []
    for surprise in meter:
        if not options.per_token:
            continue
        piece = loaded.tokenizer.token_bytes(surprise.token).decode("utf-8", "replace")
        if options.json:
            kept.append(_as_json(surprise, piece))
        else:
            print(f"{surprise.start:>9} {surprise.bits:8.3f}  {piece!r}")
    return kept


def _as_json(surprise: TokenSurprise, piece: str) -> dict[str, object]:
    return {**vars(surprise), "bits": round(surprise.bits, DIGITS), "text": piece}


def _print_result(
    result: Perplexity,
    info: ModelInfo,
    tokens: list[dict[str, object]],
    options: argparse.Namespace,
) -> None:
    values: dict[str, object] = {
        "model": info.name,
        "runtime": options.runtime,
        "device": info.device,
        "quantization": info.quantization,
        "bits_per_byte": round(result.bits_per_byte, DIGITS),
        "perplexity": round(result.perplexity, DIGITS),
        "tokens": result.tokens,
        "bytes": result.bytes,
        "seconds": round(result.seconds, 3),
        "tokens_per_second": round(result.tokens_per_second, 1),
    }
    if options.json:
        print(json.dumps(values | ({"per_token": tokens} if options.per_token else {})))
        return
    for name, value in values.items():
        print(f"{name:18} {value}")
