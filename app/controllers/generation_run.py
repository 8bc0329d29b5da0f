"""One generation under way: what was asked, what came so far, and its record.

Knows nothing of engines, pages or storage; the controller moves it along.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime

from app.domain.documents import Generation
from app.domain.line_breaks import BreakKeeper, paragraph_break
from app.domain.prompts import join_before, join_continuation, strip_answer
from app.domain.token_trace import Choice, Step, pack
from app.domain.writing import REVISIONS, Brief, Candidate, Outcome
from engine.types import (
    Failed,
    Finished,
    GenerationRequest,
    ModelInfo,
    TokenChance,
    TokenChosen,
)


@dataclass
class Run:
    """Text for the page waits until its record has an id to mark it with.

    `offered`: the texts are proposals; nothing goes into the page before one is `chosen`.
    `closed`: nothing more of it is to be shown or chosen.
    """

    request: GenerationRequest
    record: Generation
    brief: Brief
    offered: bool = False
    generation_id: int | None = None
    identified: bool = False
    shown: bool = True
    closed: bool = False
    chosen: int | None = None
    waiting: str = ""
    held: str = ""
    given: bool = False
    end: Finished | Failed | None = None
    _texts: dict[int, str] = field(default_factory=dict)
    _breaks: dict[int, BreakKeeper] = field(default_factory=dict)
    _steps: dict[int, list[Step]] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing was written."""
        return not any(self.text(number) for number in range(self.request.alternatives))

    def add(self, alternative: int, text: str) -> str:
        """Takes the next piece in; returns what of it may be shown on the page by now. In the
        middle of a text, spaces at the end wait: they may double those that follow. Line ends
        wait for the whole of a break, which becomes as long as those of the text around."""
        if self.brief.task not in REVISIONS:
            text = self._joined(alternative, text)
        if not text:
            return ""
        self._texts[alternative] = self._texts.get(alternative, "") + text
        if self.offered:
            return text
        text = self.held + text
        shown = text.rstrip(" ") if self.brief.passage.after else text
        self.held = text[len(shown) :]
        return shown

    def _joined(self, alternative: int, text: str) -> str:
        passage = self.brief.passage
        keeper = self._breaks.get(alternative)
        if keeper is None:
            text = join_continuation(passage.before, text)
            if not text:
                return ""
            way = paragraph_break(passage.before, passage.after)
            keeper = BreakKeeper(way, passage.before, passage.after)
            self._breaks[alternative] = keeper
        return keeper.add(text)

    def complete(self) -> None:
        """No more text comes: what was held back of the line ends is put where it belongs."""
        for alternative, keeper in self._breaks.items():
            rest = keeper.close()
            self._texts[alternative] = self._texts.get(alternative, "") + rest
            if alternative == 0 and not self.offered and rest:
                self.waiting += self.held + rest
                self.held = ""

    def add_token(self, event: TokenChosen) -> None:
        """Takes a token with its rivals in."""
        top = tuple(map(_choice, event.top_before))
        self._steps.setdefault(event.alternative, []).append(Step(_choice(event.chosen), top))

    def closing(self) -> str:
        """What has to be put between the text and what follows it."""
        return join_before(self._texts.get(0, "").rstrip(" "), self.brief.passage.after)

    def text(self, alternative: int) -> str:
        """A text as it goes into the page: joined to what stands around it."""
        text = self._texts.get(alternative, "")
        passage = self.brief.passage
        if self.brief.task in REVISIONS:
            return strip_answer(text)
        if not passage.after or not text.strip(" "):
            return text
        text = text.rstrip(" ")
        return text + join_before(text, passage.after)

    def outcome(self) -> Outcome:
        """What came of it."""
        numbers = range(self.request.alternatives)
        candidates = tuple(
            Candidate(self.text(number), pack(self._steps.get(number, ()))) for number in numbers
        )
        document = self.brief.document_id
        passage = self.brief.passage
        return Outcome(document, self.generation_id, passage, candidates, self.chosen)

    def final_record(self) -> Generation:
        """The record with what came of it."""
        record = replace(self.record, text=self.text(self.chosen or 0), reason="failed")
        match self.end:
            case Finished() as end:
                record = replace(
                    record,
                    prompt_tokens=end.prompt_tokens,
                    reused_tokens=end.reused_tokens,
                    generated_tokens=end.generated_tokens,
                    reason=end.reason.value,
                    seconds=end.prefill_seconds + end.decode_seconds,
                )
        return record


def new_record(brief: Brief, request: GenerationRequest, model: ModelInfo | None) -> Generation:
    """The record of a generation that just begins."""
    asked = {**asdict(request.sampling), "task": brief.task.value}
    if request.styles:
        asked["styles"] = [[part.key, part.weight] for part in request.styles]
    return Generation(
        document_id=brief.document_id,
        model_name=model.name if model else "",
        model_key=model.model_key if model else "",
        sampling_json=json.dumps(asked),
        seed=request.sampling.seed,
        prompt_tokens=0,
        reused_tokens=0,
        generated_tokens=0,
        reason=None,
        text="",
        started_at=datetime.now(UTC),
        seconds=0.0,
    )


def _choice(chance: TokenChance) -> Choice:
    return Choice(chance.piece, chance.before)
