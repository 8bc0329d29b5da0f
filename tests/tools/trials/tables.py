"""Results of trials as Markdown for a model card. Knows no files and no training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.tools.card_sections import table
from tests.tools.trials.declared import Group, Trial
from tests.tools.trials.running import Result

Found = Sequence[tuple[Trial, Result]]

HEAD = ("parameters", "rate", "million tokens", "MB of text", "minutes", "tokens/s")


def group_text(group: Group, found: Found) -> str:
    """What a group is about, and its table, with the best of each column of losses in bold."""
    return f"{group.about}\n\n{group_table(found)}"


def group_table(found: Found) -> str:
    """A row for each trial: what it cost, and its losses in bits per byte."""
    texts = list(dict.fromkeys(text for _, result in found for text in result.heldout))
    columns = texts if len(texts) == 1 else [*texts, "mean"]
    best = {name: _best(name, [result for _, result in found]) for name in columns}
    rows = []
    for trial, result in found:
        losses = [_loss(result, name, best[name]) for name in columns]
        rows.append([trial.name, *_cost(result), *losses])
    return table(["trial", *HEAD, *columns], rows)


def _cost(result: Result) -> list[str]:
    return [
        f"{result.parameters / 1e6:.2f} M",
        f"{result.lr:g}",
        f"{result.tokens / 1e6:.2f}",
        f"{result.bytes / 1e6:.2f}",
        f"{result.seconds / 60:.1f}",
        f"{result.tokens_per_second:,.0f}",
    ]


def _value(result: Result, column: str) -> float | None:
    if not result.heldout:
        return None
    return result.mean if column == "mean" else result.heldout.get(column)


def _best(column: str, results: Sequence[Result]) -> float | None:
    values = [value for one in results if (value := _value(one, column)) is not None]
    return min(values) if len(values) > 1 else None


def _loss(result: Result, column: str, best: float | None) -> str:
    value = _value(result, column)
    if value is None:
        return "diverged" if result.failed else "–"
    return f"**{value:.3f}**" if value == best else f"{value:.3f}"


def sections(
    groups: Sequence[Group], found: Mapping[str, Found], pictures: Mapping[str, str]
) -> str:
    """All groups that have results; `pictures` are files by the name of a group."""
    parts = []
    for group in groups:
        if found.get(group.name):
            parts.append(f"### {group.title}\n\n{group_text(group, found[group.name])}")
            if group.name in pictures:
                parts.append(f"![{group.title}: held-out loss]({pictures[group.name]})")
    return "\n\n".join(parts)
