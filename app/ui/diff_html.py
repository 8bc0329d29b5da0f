"""A comparison of two texts as HTML for a rich-text widget: inline, or side by side.

Only what changed is shown, with a little around it. Knows nothing of widgets or versions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from app.domain.text_diff import Change, Comparison, Piece, paired, pieces
from app.ui.tokens import Tokens

AROUND = 2
"""Paragraphs shown before and after a change."""

MOST = 300
"""Changes shown: beyond that nobody reads, and the window would have to wait."""

RESTORE = "restore:"
"""What the address of a link begins with that asks for change number N back."""


@dataclass(frozen=True)
class Words:
    """What stands between the texts."""

    restore: str
    gap: str
    same: str
    more: str


def diff_html(found: Comparison, tokens: Tokens, words: Words, *, side_by_side: bool) -> str:
    """The whole comparison. The old text is on the left, or struck out above the new one."""
    if not found.changes:
        return _note(words.same, tokens)
    page = _SideBySide(tokens, words) if side_by_side else _Inline(tokens, words)
    parts = [page.head()]
    shown_to = 0
    for number, change in enumerate(found.changes[:MOST]):
        start = max(shown_to, change.new_start - AROUND)
        if start > shown_to:
            parts.append(page.gap())
        parts += [page.equal(line) for line in found.new[start : change.new_start]]
        parts.append(page.change(found, change, number))
        following = (c.new_start for c in found.changes[number + 1 : number + 2])
        limit = next(following, len(found.new))
        shown_to = min(limit, change.new_end + AROUND)
        parts += [page.equal(line) for line in found.new[change.new_end : shown_to]]
    parts.append(page.foot())
    if len(found.changes) > MOST:
        parts.append(_note(words.more, tokens))
    return "".join(parts)


class _Page:
    """What both forms share."""

    def __init__(self, tokens: Tokens, words: Words) -> None:
        self._tokens = tokens
        self._words = words

    def marked(self, some: Sequence[Piece], colour: str, *, struck: bool) -> str:
        style = f"color:{colour};" + ("text-decoration:line-through;" if struck else "")
        texts = ((escape(piece.text), piece.same) for piece in some)
        return "".join(
            text if same else f'<span style="{style}">{text}</span>' for text, same in texts
        )

    def link(self, number: int) -> str:
        style = f"color:{self._tokens.accent};text-decoration:none;"
        return f'<a href="{RESTORE}{number}" style="{style}">{escape(self._words.restore)}</a>'

    def rows(self, found: Comparison, change: Change) -> Iterator[tuple[str | None, str | None]]:
        """The paragraphs of a change side by side, marked; `None` where there is none."""
        for left, right in paired(change):
            old = found.old[left] if left is not None else ""
            new = found.new[right] if right is not None else ""
            before, after = pieces(old, new)
            yield (
                None if left is None else self.marked(before, self._tokens.danger, struck=True),
                None if right is None else self.marked(after, self._tokens.good, struck=False),
            )


class _Inline(_Page):
    def head(self) -> str:
        return ""

    def foot(self) -> str:
        return ""

    def gap(self) -> str:
        return _note(self._words.gap, self._tokens)

    def equal(self, line: str) -> str:
        return f'<p style="color:{self._tokens.quiet};margin:4px 0;">{escape(line)}</p>'

    def change(self, found: Comparison, change: Change, number: int) -> str:
        lines = [f'<p align="right" style="margin:8px 0 0 0;">{self.link(number)}</p>']
        for before, after in self.rows(found, change):
            lines += [f'<p style="margin:4px 0;">{text}</p>' for text in (before, after) if text]
        return "".join(lines)


class _SideBySide(_Page):
    def head(self) -> str:
        return '<table width="100%" cellspacing="0" cellpadding="6">'

    def foot(self) -> str:
        return "</table>"

    def gap(self) -> str:
        return f'<tr><td colspan="2">{_note(self._words.gap, self._tokens)}</td></tr>'

    def equal(self, line: str) -> str:
        cell = f'<td width="50%" style="color:{self._tokens.quiet};">{escape(line)}</td>'
        return f"<tr>{cell}{cell}</tr>"

    def change(self, found: Comparison, change: Change, number: int) -> str:
        rows = [f'<tr><td align="right" colspan="2">{self.link(number)}</td></tr>']
        for before, after in self.rows(found, change):
            rows.append(f'<tr><td width="50%">{before or ""}</td><td>{after or ""}</td></tr>')
        return "".join(rows)


def _note(text: str, tokens: Tokens) -> str:
    return f'<p align="center" style="color:{tokens.quiet};">{escape(text)}</p>'
