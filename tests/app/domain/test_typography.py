"""Typed quotes, dashes and dots in four languages."""

import pytest

from app.domain.sentences import sentence_at
from app.domain.typography import HABITS, substitution


def type_all(text, language):
    typed = ""
    for character in text:
        typed += character
        change = substitution(typed, HABITS[language])
        if change is not None:
            typed = typed[: len(typed) - change.length] + change.text
    return typed


@pytest.mark.parametrize(
    ("language", "typed", "printed"),
    [
        ("en", '"Don\'t," he said. "I -- well..."', "“Don’t,” he said. “I — well…”"),
        ("en", "the boys' 'old' boat", "the boys’ ‘old’ boat"),
        ("en", '*"Yes"*', "*“Yes”*"),
        ("de", '"Komm", sagte er -- "jetzt."', "„Komm“, sagte er – „jetzt.“"),
        ("de", "wie geht's 'dir'", "wie geht’s ‚dir‘"),
        ("fr", '"Oui" dit-il...', "«\u00a0Oui\u00a0» dit-il…"),
        ("zh", '他说"好"--...', '他说"好"——……'),
        ("en", "---", "---"),
        ("en", "- - -", "- - -"),
    ],
)
def test_what_is_typed_is_printed_so(language, typed, printed):
    assert type_all(typed, language) == printed


@pytest.mark.parametrize(
    ("text", "at", "sentence"),
    [
        ("One. Two! Three", 1, "One."),
        ("One. Two! Three", 5, "Two!"),
        ("One. Two! Three", 15, "Three"),
        ("“Go.” He went.", 2, "“Go.”"),
        ("一二。三四！", 4, "三四！"),
        ("3.5 metres. Yes.", 2, "3.5 metres."),
        ("", 0, ""),
    ],
)
def test_the_sentence_at_a_place(text, at, sentence):
    start, end = sentence_at(text, at)
    assert text[start:end] == sentence
