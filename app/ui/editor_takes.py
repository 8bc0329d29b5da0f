"""The editor as those see it who write with the model: passages, offers, other branches.

Works through what the editor shows of itself. Knows nothing of engines or storage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor

from app.domain.documents import OriginKind, OriginSpan
from app.domain.takes import TakeText, clipped, common_end, common_start
from app.domain.text_units import TextUnits
from app.domain.writing import Passage
from app.ui.editor_formats import HUMAN, changed_format, machine_format, read_marks
from app.ui.story_editor import StoryEditor


class EditorTakes(QObject):
    """Every change is one undo step. Positions outside are code points.

    `retry_possible(bool)`: whether `take_back_generation` would find something.
    """

    retry_possible = Signal(bool)

    def __init__(self, editor: StoryEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._offer: tuple[QTextCursor, QTextCursor] | None = None
        self._placed: tuple[QTextCursor, QTextCursor] | None = None
        self._streamed = self._told = False
        editor.retry_possible.connect(self._on_stream)
        editor.cursorPositionChanged.connect(self._on_caret)

    @property
    def document_id(self) -> int | None:
        """The story on the page."""
        return self._editor.document_id

    def passage(self) -> Passage:
        """The text around the cursor or the selection."""
        draft = self._editor.draft()
        if draft is None:
            return Passage("")
        cursor, units = self._editor.textCursor(), TextUnits(draft.text)
        start = units.to_code_points(cursor.selectionStart())
        end = units.to_code_points(cursor.selectionEnd())
        text = draft.text
        return Passage(text[:start], text[start:end], text[end:], draft.origins)

    def passage_to_continue(self) -> Passage:
        """The text around the end of the selection, which itself stays."""
        one = self.passage()
        return Passage(one.before + one.selected, "", one.after, one.origins)

    # Offers

    def begin_offer(self, replaces: bool) -> None:
        """What is offered goes where the cursor is, or takes the place of the selection, but for
        white space at the edges of that."""
        cursor = self._editor.textCursor()
        begin, end = QTextCursor(cursor), QTextCursor(cursor)
        words = cursor.selectedText() if replaces else ""
        trail = len(words) - len(words.rstrip())  # white space is one unit each
        lead = len(words) - len(words.lstrip())
        begin.setPosition(cursor.selectionStart() + lead if replaces else cursor.selectionEnd())
        end.setPosition(cursor.selectionEnd() - trail)
        # Text that a person puts at the place meanwhile stays before what is offered.
        end.setKeepPositionOnInsert(replaces)
        self._offer = (begin, end)

    def place(self, text: str, generation_id: int | None) -> None:
        """Puts an offered text in."""
        offer, self._offer = self._offer, None
        if offer is None or not text:
            return
        begin, end = offer[0].position(), offer[1].position()
        spans = (OriginSpan(0, len(text), generation_id),)
        self._replace(min(begin, end), max(begin, end), text, spans)
        self._note_placed(min(begin, end), min(begin, end) + _units(text))

    def end_offer(self) -> None:
        """Nothing is offered any more."""
        self._offer = None
        self._editor.setFocus()

    # Branches

    def show_take(self, take: TakeText) -> None:
        """Brings the text to another branch; the caret goes behind the take."""
        draft = self._editor.draft()
        if draft is None:
            return
        old, new = draft.text, take.text
        start = common_start(old, new)
        start = min([start, _first_difference(draft.origins, take.origins)])
        tail = common_end(old, new, min(len(old), len(new)) - start)
        tail = min(tail, _last_agreement(draft.origins, take.origins, len(old), len(new)))
        units = TextUnits(old)
        middle = new[start : len(new) - tail]
        spans = clipped(take.origins, start, len(new) - tail, -start)
        if old != new:
            self._replace(units.to_utf16(start), units.to_utf16(len(old) - tail), middle, spans)
        wanted = TextUnits(new)
        begin, end = wanted.to_utf16(take.start), wanted.to_utf16(take.end)
        self._move_caret(end)
        self._note_placed(begin, end)

    def take_back_generation(self) -> bool:
        """Removes what was written or put in last, and puts the caret there. Where neither was
        done since the text was opened, that is what stands before the caret."""
        placed, self._placed = self._placed, None
        if placed is None and self._editor.take_back_generation():
            return True
        begin, end = self._still_there(placed) if placed else self._behind_caret()
        if begin == end:
            return False
        step = QTextCursor(self._editor.document())
        step.setPosition(begin)
        step.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        step.removeSelectedText()
        self._move_caret(step.position())
        self._tell()
        return True

    def forget(self) -> None:
        """Another story is on the page."""
        self._offer = self._placed = None

    def generated_at(self, position: int | None = None) -> tuple[int, str, int] | None:
        """The generation that wrote the character at a position in the editor's units (`None`:
        at the caret, or else before it), all of its text that is still on the page, and where
        in that the character is."""
        if position is None:
            caret = self._editor.textCursor().position()
            return self.generated_at(caret) or self.generated_at(caret - 1)
        draft = self._editor.draft()
        if draft is None or position < 0:
            return None
        at = TextUnits(draft.text).to_code_points(position)
        written = [s for s in draft.origins if s.kind is OriginKind.MACHINE]
        span = next((s for s in written if s.start <= at < s.end), None)
        if span is None or span.generation_id is None:
            return None
        spans = [s for s in written if s.generation_id == span.generation_id]
        text = "".join(draft.text[s.start : s.end] for s in spans)
        offset = sum(min(s.end, at) - s.start for s in spans if s.start <= at)
        return span.generation_id, text, offset

    def cut_generated(self, generation_id: int, offset: int, text: str) -> bool:
        """Puts `text` in place of what a generation wrote from `offset` on, and of what a person
        put in there; the caret goes behind it. Whether that place was found."""
        draft = self._editor.draft()
        spans = [
            s
            for s in (draft.origins if draft else ())
            if s.generation_id == generation_id and s.kind is OriginKind.MACHINE
        ]
        left = offset
        for span in spans:
            if left < span.end - span.start and draft is not None:
                units = TextUnits(draft.text)
                start, end = units.to_utf16(span.start + left), units.to_utf16(spans[-1].end)
                origin = OriginSpan(0, len(text), generation_id)
                self._replace(start, end, text, (origin,))
                return True
            left -= span.end - span.start
        return False

    def _still_there(self, placed: tuple[QTextCursor, QTextCursor]) -> tuple[int, int]:
        """Where that text is. Undo and redo leave cursors at its start: then it is what one
        generation wrote from there on."""
        begin, end = placed[0].position(), placed[1].position()
        draft = self._editor.draft()
        if end > begin or draft is None:
            return begin, end
        units = TextUnits(draft.text)
        at = units.to_code_points(begin)
        span = next((s for s in draft.origins if s.start <= at < s.end), None)
        return begin, units.to_utf16(span.end) if span else end

    def _replace(self, start: int, end: int, text: str, spans: Sequence[OriginSpan]) -> None:
        """`spans` are those of `text`; what lies outside of them is a person's."""
        step = self._editor.textCursor()  # undo puts the caret where a step began
        step.beginEditBlock()
        step.setPosition(start)
        step.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        step.removeSelectedText()
        done = 0
        for span in spans:
            step.insertText(text[done : span.start], HUMAN)
            of = changed_format if span.kind is OriginKind.CHANGED else machine_format
            step.insertText(text[span.start : span.end], of(span.generation_id or 0))
            done = span.end
        step.insertText(text[done:], HUMAN)
        step.endEditBlock()
        self._move_caret(step.position())

    def _move_caret(self, position: int) -> None:
        cursor = self._editor.textCursor()
        cursor.setPosition(min(position, self._editor.document().characterCount() - 1))
        self._editor.setTextCursor(cursor)
        self._editor.ensureCursorVisible()

    def _note_placed(self, begin: int, end: int) -> None:
        first, last = (QTextCursor(self._editor.document()) for _ in range(2))
        first.setPosition(begin)
        first.setKeepPositionOnInsert(True)
        last.setPosition(end)
        last.setKeepPositionOnInsert(True)
        self._placed = (first, last)
        self._tell()

    def _on_stream(self, possible: bool) -> None:
        """The model writes into the text itself: that is what came last now."""
        self._placed = None
        self._streamed = possible
        self._tell()

    def _on_caret(self) -> None:
        if not self._streamed and self._placed is None:
            self._tell()

    def _tell(self) -> None:
        possible = self._streamed or self._placed is not None
        if not possible:
            begin, end = self._behind_caret()
            possible = begin < end
        if possible != self._told:
            self._told = possible
            self.retry_possible.emit(possible)

    def _behind_caret(self) -> tuple[int, int]:
        """The text that one generation wrote, without a gap, where the caret is at its end."""
        caret = self._editor.textCursor()
        begin = end = caret.position()
        made: int | None = None
        while begin > 0 and not caret.hasSelection():
            marks = read_marks(self._editor.document(), begin - 1, begin)
            mark = next((one for one in marks if one.start < begin <= one.end), None)
            if mark is None or mark.changed or made not in (None, mark.generation_id):
                break
            if not mark.generation_id or mark.generation_id < 0:
                break
            made, begin = mark.generation_id, mark.start
        behind = read_marks(self._editor.document(), end, end + 1) if made else []
        goes_on = any(m.start <= end < m.end and m.generation_id == made for m in behind)
        return (end, end) if goes_on else (begin, end)


def _units(text: str) -> int:
    """UTF-16 units of a text."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _first_difference(old: Sequence[OriginSpan], new: Sequence[OriginSpan]) -> int:
    """Up to where two texts were written by the same."""
    for one, other in zip(old, new, strict=False):
        if (one.start, one.generation_id, one.kind) != (
            other.start,
            other.generation_id,
            other.kind,
        ):
            return min(one.start, other.start)
        if one.end != other.end:
            return min(one.end, other.end)
    shorter = min(len(old), len(new))
    rest = [span.start for span in (*old[shorter:], *new[shorter:])]
    return min(rest, default=max((s.end for s in (*old, *new)), default=1 << 60) + (1 << 60))


def _last_agreement(
    old: Sequence[OriginSpan], new: Sequence[OriginSpan], old_size: int, new_size: int
) -> int:
    """From how far before their ends on two texts were written by the same."""
    turned = [
        [replace(s, start=size - s.end, end=size - s.start) for s in reversed(spans)]
        for spans, size in ((old, old_size), (new, new_size))
    ]
    return _first_difference(*turned)
