"""After any session of writing, cutting, cancelling and restarting, states are what they say."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.types import SamplingSettings
from tests.engine.desk import CREATIVE, GREEDY, SIZE, TOKENIZER, Desk, replay
from tests.engine.fakes import ScriptedModel

FRAGMENTS = st.sampled_from(
    ["The", " the", " cat", "s", "dra", "gon", " dragon", ".", ".\n", "\n", "\n\n", "他", "走了",
     "。", "龙", "\n龙", "\nThe", ",", "é", " "]
)  # fmt: skip
WRITE = st.tuples(st.just("write"), st.integers(1, 6))
CANCEL = st.tuples(st.just("cancel"), st.integers(0, 6))
CUT = st.tuples(st.just("cut"), st.floats(0.0, 1.0))
TYPE = st.tuples(st.just("type"), st.lists(FRAGMENTS, max_size=8).map("".join))
RESTART = st.tuples(st.just("restart"), st.none())
SESSION = st.lists(st.one_of(WRITE, CANCEL, CUT, TYPE, RESTART), max_size=12)
BOUNDED = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def play(desk, session, sampling, stop=()):
    """Continues, edits, cancels and restarts; yields the text before each next step."""
    text = "The cat sat on the dragon.\n" * 25
    for action, value in session:
        if action == "restart":
            desk.restart()
        elif action == "cut":
            text = text[: int(len(text) * value)]
        elif action == "type":
            text += value
        else:
            chosen = SamplingSettings(
                sampling.temperature, top_p=sampling.top_p, seed=len(text), max_tokens=5
            )
            stable = text.rstrip(" ")
            cancel_after = value if action == "cancel" else None
            text = stable + desk.press(stable, chosen, stop=stop, cancel_after=cancel_after)[0]
        yield text.rstrip(" ")


def canonical(history):
    """A next token that the tokenizer would choose too, whatever the text ends in."""
    text = TOKENIZER.decode(history[1:]).decode()
    words = [" cat", " dragon", " was"] if text and not text[-1].isspace() else ["x", "y", "z"]
    return TOKENIZER.encode(words[len(text) % 3])[0]


@BOUNDED
@given(SESSION)
def test_after_any_session_the_state_is_that_of_a_replay(session):
    desk = Desk(ScriptedModel(SIZE, canonical))
    for text in play(desk, session, GREEDY):
        desk.read(text)
        assert desk.model.history == replay(text)[0]


@BOUNDED
@given(SESSION)
def test_after_any_session_every_state_has_read_its_own_text(session):
    desk = Desk()
    for text in play(desk, session, CREATIVE, stop=["\n\n", "他", "ab"]):
        desk.read(text)
        assert desk.tokenizer.decode(desk.model.history[1:]).decode() == text
    desk.check()
