"""Runs what `declared.toml` declares, and writes what came of it.

    python -m tests.tools.trials --texts TEXTS --corpus CORPUS --out FOLDER [--tokens 1e6]

TEXTS is what `tests.tools.model_texts` made. Below FOLDER: `data`, `trials` (one folder each),
`results.json`, `tables.md` and `comparison.png`, written anew after each trial. The same command
goes on where it was stopped (Ctrl+C, SIGTERM) or killed. `--card` puts tables and plot into a card.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tests.tools.card_sections import put_section_into
from tests.tools.trials import declared, plot, tables
from tests.tools.trials.children import Children, CommandFailed, Contradiction, Stopped
from tests.tools.trials.declared import Declared, Group, Trial
from tests.tools.trials.running import Budget, Machine, Result, Trials

COMPARISON = "architecture"
"""The group that is drawn, and has a section of its own in a card."""

PICTURE = "comparison.png"
CHOSEN = "Chosen by measurement"


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns 0, also when it was stopped, or 1 after telling what is wrong."""
    options = _parser().parse_args(arguments)
    folders = {"texts": options.texts.resolve(), "corpus": options.corpus.resolve()}
    children = Children()
    try:
        asked = declared.read_declared(options.trials, folders)
        chosen = _chosen(asked, options.only)
        budget = Budget(int(options.tokens), int(options.comparison_tokens))
        machine = Machine(options.threads, options.recurrence)
        out = options.out.resolve()
        trials = Trials(asked, out, budget, machine, children, _tell)
        _tell(_length(chosen, budget))
        with children.stopped_by_signals():
            for trial in chosen:
                trials.run(trial)
                write(asked, trials, out)
        write(asked, trials, out)
    except Stopped:
        _tell("stopped; the same command goes on from here")
    except (CommandFailed, Contradiction, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    else:
        if options.card is not None:
            into_card(asked, trials, out, options.card)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.tools.trials", description=__doc__)
    parser.add_argument("--texts", type=Path, required=True, help="what model_texts made")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder outside the repository")
    parser.add_argument("--tokens", type=float, default=1e6, help="of each trial")
    parser.add_argument("--comparison-tokens", type=float, default=3e6, help="of the long ones")
    parser.add_argument("--only", nargs="+", default=[], metavar="GROUP", help="some groups")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--recurrence", choices=("native", "chunked"), default="native")
    parser.add_argument("--card", type=Path, help="model card to put tables and plot into")
    parser.add_argument("--trials", type=Path, default=declared.FILE, help="another declaration")
    return parser


def _chosen(asked: Declared, only: Sequence[str]) -> list[Trial]:
    known = [group.name for group in asked.groups]
    for name in only:
        if name not in known:
            raise ValueError(f"there is no group {name!r}; there are {', '.join(known)}")
    return [one for one in asked.trials if not only or {*one.groups} & {*only}]


def _length(chosen: Sequence[Trial], budget: Budget) -> str:
    tokens = sum(budget.long_tokens if one.long else budget.tokens for one in chosen)
    return f"{len(chosen)} trials of {tokens:,} tokens in all"


def _tell(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)


def _found(asked: Declared, trials: Trials) -> dict[str, list[tuple[Trial, Result]]]:
    """The trials of each group that are over."""
    done = [(one, result) for one in asked.trials if (result := trials.result(one)) is not None]
    return {
        group.name: [(one, result) for one, result in done if group.name in one.groups]
        for group in asked.groups
    }


def write(asked: Declared, trials: Trials, out: Path) -> None:
    """Write `results.json`, `tables.md` and the plot for all trials that are over."""
    found = _found(asked, trials)
    results = {one.name: (one, result) for rows in found.values() for one, result in rows}
    values = [
        {"groups": one.groups, "trial": asdict(one), **asdict(result), "mean": _finite(result.mean)}
        for one, result in results.values()
    ]
    (out / "results.json").write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
    pictures = {}
    if found.get(COMPARISON):
        plot.draw([result for _, result in found[COMPARISON]], out / PICTURE)
        pictures[COMPARISON] = PICTURE
    text = tables.sections(asked.groups, found, pictures)
    (out / "tables.md").write_text(f"{text}\n", encoding="utf-8")


def into_card(asked: Declared, trials: Trials, out: Path, card: Path) -> None:
    """Put the tables and the plot into a model card."""
    found = _found(asked, trials)
    groups = [group for group in asked.groups if group.name != COMPARISON]
    put_section_into(card, CHOSEN, f"{_how(trials)}\n\n{tables.sections(groups, found, {})}")
    for group in asked.groups:
        if group.name == COMPARISON and found[group.name]:
            put_section_into(card, group.title, _compared(group, found[group.name]))
            shutil.copyfile(out / PICTURE, card.parent / PICTURE)


def _how(trials: Trials) -> str:
    return (
        f"Short runs that differ in one thing, of {trials.budget.tokens / 1e6:g} million tokens "
        "each, from scratch, by the same script (`python -m tests.tools.trials`; "
        "`tests/tools/trials/declared.toml` says what is tried). Losses are bits per byte of the "
        "whole held-out texts; lower is better, and the best is bold. What is best after so few "
        "tokens need not be best after many. Not all ran on one machine, and other work ran "
        "beside some, so minutes and tokens a second do not compare."
    )


def _compared(group: Group, found: Sequence[tuple[Trial, Result]]) -> str:
    return (
        f"{tables.group_text(group, found)}\n\n![Held-out loss over tokens]({PICTURE})\n\n"
        "The table has the losses of the whole held-out texts, in bits per byte; the curves, those "
        "of their first 16,384 tokens, while training."
    )


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


if __name__ == "__main__":
    sys.exit(main())
