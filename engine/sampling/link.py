"""What a link of a sampling chain is, and what it remembers. Knows no settings."""

from __future__ import annotations

from dataclasses import dataclass

from engine.sampling.candidates import Candidates


@dataclass(frozen=True)
class LinkState:
    """All that a link remembers of the text so far: token ids, and numbers."""

    ids: tuple[int, ...] = ()
    values: tuple[float, ...] = ()


class Processor:
    """One link: narrows or reweighs candidates, and may learn from the chosen token."""

    def apply(self, candidates: Candidates) -> None:
        """Changes `candidates`; leaves at least one that can be drawn."""
        raise NotImplementedError

    def accept(self, token: int, surprise: float = 0.0) -> None:
        """Is told the token that was chosen, and how surprising that was: -log2 of the
        probability that the whole chain left it."""

    def read(self, token: int) -> None:
        """Is told a token of the prompt, before the first choice."""

    def state(self) -> LinkState:
        """What `restore` needs to go on exactly from here."""
        return LinkState()

    def restore(self, state: LinkState) -> None:
        """Goes back to `state`, which came from a link with the same setting. Raises
        `ValueError` for one that cannot have."""
