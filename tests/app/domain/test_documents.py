"""Values that describe a document."""

from __future__ import annotations

import pytest

from app.domain.documents import OriginSpan, document_owner


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 4)])
def test_an_origin_span_is_a_range_of_text(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a range"):
        OriginSpan(start, end)


def test_owners_of_two_documents_differ() -> None:
    assert document_owner(1) != document_owner(11)
