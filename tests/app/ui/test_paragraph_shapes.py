"""What a text looks like decides how its paragraphs are set."""

import pytest

from app.ui.paragraph_shapes import PageStyle


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("One.\n\nTwo.\n\nThree.", True),
        ("One.\nTwo.\nThree.", False),
        ("One.\nTwo.\nThree.\n\nOf the model.\nFour.", False),
        ("# Title\n\nOne.\nTwo.", False),
        ("One.", False),
    ],
)
def test_a_text_is_parted_by_empty_lines_where_most_paragraphs_are(text, parted):
    assert PageStyle().fitting(text).parted is parted
