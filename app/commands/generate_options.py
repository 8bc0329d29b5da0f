"""How `longscroll generate` spells its arguments, and the settings that they mean.

Knows no models; ranges are the engine's matter.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from engine.types import (
    DEFAULT_ORDER,
    BannedPhrases,
    Dry,
    Grammar,
    Mirostat,
    SamplingSettings,
    UserError,
    Xtc,
)

Add = Callable[..., argparse.Action]

GREEDY = SamplingSettings(temperature=0.0, presence_penalty=0.0, frequency_penalty=0.0)
_FIELDS = (
    "temperature", "top_k", "top_p", "min_p", "typical_p", "top_n_sigma", "mirostat", "xtc", "dry",
    "repetition_penalty", "repetition_range", "presence_penalty", "frequency_penalty",
    "penalty_decay", "logit_bias", "banned_tokens", "order", "seed", "min_tokens", "max_tokens",
    "finish_sentence", "finish_tokens",
)  # fmt: skip


def add_generate_options(parser: argparse.ArgumentParser) -> None:
    """Adds all but the model's own arguments."""
    parser.add_argument("text", nargs="?", help="the beginning of the text; - reads it from stdin")
    parser.add_argument("--file", metavar="FILE", help="a UTF-8 file with the beginning instead")
    parser.add_argument("--sample", action="store_true", help="continue the bundled sample story")
    parser.add_argument(
        "--state", metavar="FILE", help="a tuned state (a style) that the text begins in"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object at the end")
    parser.add_argument(
        "--alternatives", type=int, default=1, metavar="N", help="write N texts side by side"
    )
    parser.add_argument(
        "--top-tokens",
        type=int,
        default=0,
        metavar="N",
        help="tell of each token its probability and the N likeliest, before and after samplers",
    )
    _add_choice(parser.add_argument_group("choice of tokens").add_argument)
    _add_penalties(parser.add_argument_group("penalties and bans").add_argument)
    _add_length(parser.add_argument_group("length and form").add_argument)


def settings_of(options: argparse.Namespace) -> SamplingSettings:
    """The settings that the arguments mean; what was not given is as usual."""
    given = {name: getattr(options, name) for name in _FIELDS if getattr(options, name) is not None}
    given |= {name: tuple(value) for name, value in given.items() if isinstance(value, list)}
    settings = replace(GREEDY if options.greedy else SamplingSettings(), **given)
    banned = BannedPhrases(tuple(options.ban), not options.ban_exact_case)
    return replace(settings, banned=banned, grammar=_grammar(options))


def _add_choice(add: Add) -> None:
    add("--greedy", action="store_true", help="always take the likeliest token")
    add("--temperature", type=float, metavar="T", help="above 1 is bolder (0.7)")
    add("--top-k", type=int, metavar="K", help="only the K likeliest; 0 is off")
    add("--top-p", type=float, metavar="P", help="the likeliest that reach P together (0.85)")
    add("--min-p", type=float, metavar="P", help="at least P times as likely as the best")
    add("--typical", dest="typical_p", type=float, metavar="P", help="near the usual surprise")
    add("--top-n-sigma", type=float, metavar="N", help="at most N deviations below the best")
    add("--mirostat", type=_mirostat, metavar="TAU[,ETA]", help="version 2; best with --top-p 1")
    add("--xtc", type=_xtc, metavar="THRESHOLD,PROBABILITY", help="exclude top choices")
    add("--order", type=_names, metavar="A,B,…", help=f"the samplers: {','.join(DEFAULT_ORDER)}")
    add("--seed", type=int, metavar="S", help="the same seed gives the same text")


def _add_penalties(add: Add) -> None:
    add("--repetition-penalty", type=float, metavar="R", help="divides logits; 1 is off")
    add("--repetition-range", type=int, metavar="N", help="tokens that it looks back (1024)")
    add("--presence-penalty", type=float, metavar="A", help="off what was written (0.2)")
    add("--frequency-penalty", type=float, metavar="A", help="off for each time (0.2)")
    add("--penalty-decay", type=float, metavar="D", help="a token later they count so much (0.996)")
    add("--dry", type=_dry, metavar="MULTIPLIER[,BASE,LENGTH]", help="against repeated phrases")
    add("--logit-bias", type=_bias, action="append", metavar="ID=VALUE", help="may be given often")
    add("--ban-token", dest="banned_tokens", type=int, action="append", metavar="ID")
    add("--ban", action="append", default=[], metavar="TEXT", help="a phrase that must not come")
    add("--ban-exact-case", action="store_true", help="bans mind capital letters")


def _add_length(add: Add) -> None:
    add("--min-tokens", type=int, metavar="N", help="no end of the text before")
    add("--max-tokens", type=_positive, metavar="N", help="(160)")
    add("--finish-sentence", action="store_true", default=None, help="then end with the sentence")
    add("--finish-tokens", type=int, metavar="N", help="tokens for that at most (64)")
    add("--stop", action="append", default=[], metavar="TEXT", help="a text that ends it all")
    add("--grammar-json", nargs="?", const="", metavar="SCHEMA_FILE", help="JSON, of a schema")
    add("--grammar-regex", metavar="REGEX", help="text that matches")
    add("--grammar-lark", metavar="FILE", help="text of a grammar")


def _grammar(options: argparse.Namespace) -> Grammar | None:
    if options.grammar_json is not None:
        path = options.grammar_json
        return Grammar("json_schema", _read(path)) if path else Grammar("json")
    if options.grammar_regex is not None:
        return Grammar("regex", options.grammar_regex)
    if options.grammar_lark is not None:
        return Grammar("lark", _read(options.grammar_lark))
    return None


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise UserError(
            "{file} cannot be read: {reason}.",
            "Check the name of the file and that you may read it.",
            file=path,
            reason=reason,
        ) from error


def _numbers(text: str, least: int, most: int) -> list[float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if not least <= len(numbers) <= most:
        wanted = f"{least}" if least == most else f"{least} to {most}"
        raise argparse.ArgumentTypeError(f"“{text}” is not {wanted} numbers with commas between")
    return numbers


def _mirostat(text: str) -> Mirostat:
    return Mirostat(*_numbers(text, 1, 2))


def _xtc(text: str) -> Xtc:
    return Xtc(*_numbers(text, 2, 2))


def _dry(text: str) -> Dry:
    multiplier, *rest = _numbers(text, 1, 3)
    dry = Dry(multiplier)
    if rest:
        dry = replace(dry, base=rest[0])
    return replace(dry, allowed_length=int(rest[1])) if rest[1:] else dry


def _bias(text: str) -> tuple[int, float]:
    token, _, value = text.partition("=")
    try:
        return int(token), float(value)
    except ValueError:
        message = f"“{text}” is not a token and a number such as 261=-2.5"
        raise argparse.ArgumentTypeError(message) from None


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number above zero")
    return number
