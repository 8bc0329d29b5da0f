"""Where a sentence ends, in English and Chinese, and a generation that goes on to there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.sentences import SentenceEnd
from engine.types import FinishReason
from tests.engine.desk import GREEDY, TOKENIZER, Desk
from tests.engine.fakes import ScriptedModel, script


def finished(text, before=""):
    """How much of `text` is let through, and whether the sentence ended in it."""
    end = SentenceEnd()
    for character in before:
        end.push(character, finish=False)
    out = ""
    for character in text:
        shown, ended = end.push(character, finish=True)
        out += shown
        if ended:
            return out, True
    return out + end.flush(), False


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("He ran. She sat.", "He ran."),
        ("He ran! She sat.", "He ran!"),
        ("“Run!” She sat.", "“Run!”"),
        ('"Run!" He sat.', '"Run!"'),
        ('"Run!" he said. She sat.', '"Run!" he said.'),
        ("(He ran.) She sat.", "(He ran.)"),
        ("Really?! She sat.", "Really?!"),
        ("Well... maybe not. She sat.", "Well... maybe not."),
        ("Well… She sat.", "Well…"),
        ("He has 3.14 apples. She sat.", "He has 3.14 apples."),
        ("Mr. Fox and J. R. Hare ran. She sat.", "Mr. Fox and J. R. Hare ran."),
        ("So did I. She sat.", "So did I."),
        ("He ran.\nShe sat.", "He ran."),
        ("Chapter One\nHe ran.", "Chapter One"),
        ("他走了。她来了。", "他走了。"),
        ("“你好！”他说。", "“你好！”"),
        ("「走吧。」她说", "「走吧。」"),
        ("『走吧？』她说", "『走吧？』"),
        ("他……走了。她来了。", "他……走了。"),
        ("（他走了。）她来了", "（他走了。）"),
        ("他走了。“你好", "他走了。"),
    ],
)
def test_the_end_of_a_sentence_with_its_closing_marks(text, sentence):
    assert finished(text) == (sentence, True)


@pytest.mark.parametrize("text", ["He ran", "He ran.", "3.14", "Mr. Fox", "他走了", "他走了。”"])
def test_no_end_before_something_follows(text):
    assert finished(text) == (text, False)


def test_a_text_that_is_complete_already_gets_no_more():
    assert finished(" She sat.", before="He ran.") == ("", True)
    assert finished("她来了", before="他走了。") == ("", True)
    assert finished("” She sat.", before="“He ran.") == ("”", True)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='aB .!?…。”\n"I', max_size=30), st.integers(0, 30))
def test_text_is_only_cut_never_changed(text, before):
    end, out, ended = SentenceEnd(), "", False
    for place, character in enumerate(text):
        state = end.state()
        shown, ended = end.push(character, finish=place >= before)
        if ended:
            break
        # Going back to a state and on again changes nothing.
        end.restore(state)
        assert end.push(character, finish=place >= before) == (shown, False)
        out += shown
    out += "" if ended else end.flush()
    assert text.startswith(out)
    assert ended or out == text


def press(written, **options):
    desk = Desk(ScriptedModel(TOKENIZER.vocab_size, script(TOKENIZER, written, 2)))
    chosen = replace(GREEDY, **options)
    text, end, _ = desk.press("The", chosen)
    desk.check()
    _, again, _ = desk.read("The" + text)
    assert again.reused_tokens == again.prompt_tokens
    return text, end.reason


def test_after_the_length_the_sentence_is_finished():
    written = ' cat sat on the dragon." The cat was on.'
    assert press(written, max_tokens=2, finish_sentence=True) == (
        ' cat sat on the dragon."',
        FinishReason.SENTENCE,
    )
    assert press(written, max_tokens=2) == (" cat sat", FinishReason.LENGTH)


def test_an_end_before_the_length_does_not_count():
    written = " cat sat. The cat was on. The dragon."
    text, reason = press(written, max_tokens=5, finish_sentence=True)
    assert (text, reason) == (" cat sat. The cat was on.", FinishReason.SENTENCE)


def test_a_sentence_without_an_end_is_bounded():
    text, reason = press(" cat" * 40, max_tokens=3, finish_sentence=True, finish_tokens=5)
    assert (text, reason) == (" cat" * 8, FinishReason.LENGTH)


def test_finishing_when_asked():
    desk = Desk(ScriptedModel(TOKENIZER.vocab_size, script(TOKENIZER, " cat sat. The cat.", 2)))
    text, end, _ = desk.press("The", GREEDY, finish_after=1)
    assert (text, end.reason) == (" cat sat.", FinishReason.SENTENCE)


def test_only_finishing():
    assert press(" cat. The dragon.", max_tokens=0, finish_sentence=True)[0] == " cat."
