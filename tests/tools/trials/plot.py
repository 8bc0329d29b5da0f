"""Draws held-out losses over tokens, a panel for each text. Knows no files but the picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.tools.trials.running import Result

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
"""That can be told apart by most eyes (Okabe and Ito)."""
_MARKERS = "os^Dvx"


def draw(results: Sequence[Result], path: Path) -> None:
    """A PNG of the curves of `results`, each under its name."""
    # It takes long to import, and only a picture needs it.
    from matplotlib.figure import Figure

    texts = list(
        dict.fromkeys(text for one in results for _, losses in one.curve for text in losses)
    )
    figure = Figure(figsize=(3.4 * max(1, len(texts)), 3.0), layout="constrained")
    panels = figure.subplots(1, max(1, len(texts)), squeeze=False)[0]
    for axes, text in zip(panels, texts, strict=False):
        for number, one in enumerate(results):
            curve = [(tokens / 1e6, losses[text]) for tokens, losses in one.curve if text in losses]
            axes.plot(
                [tokens for tokens, _ in curve],
                [loss for _, loss in curve],
                color=COLOURS[number % len(COLOURS)],
                marker=_MARKERS[number % len(_MARKERS)],
                markersize=3.5,
                linewidth=1.2,
                label=one.name,
            )
        axes.set_title(text, fontsize=9)
        axes.set_xlabel("million tokens seen", fontsize=8)
        axes.tick_params(labelsize=8)
        axes.locator_params(axis="x", nbins=5)
        axes.grid(alpha=0.3)
    panels[0].set_ylabel("held out, bits per byte", fontsize=8)
    panels[-1].legend(fontsize=8)
    figure.savefig(path, dpi=90, pil_kwargs={"optimize": True})
