"""What a prompt would cost, and the reader that works while nobody asks for anything."""

import threading

import pytest

from engine.background import BackgroundReader
from engine.beginnings import plain
from engine.generate import generate
from engine.measuring import PIECE, ReadingSpeed, TokenCounter
from engine.types import (
    Failed,
    Finished,
    Measured,
    MeasureRequest,
    ModelReady,
    Prompt,
    Warmed,
    WarmRequest,
)
from tests.engine.desk import BOOK, GREEDY, TOKENIZER, Desk
from tests.engine.fakes import DictStore, EchoModel
from tests.engine.test_worker import PATIENCE, Studio, request


class CountingTokenizer:
    def __init__(self):
        self.characters = 0

    def encode(self, text):
        self.characters += len(text)
        return TOKENIZER.encode(text)


class SlowModel(EchoModel):
    """Waits before each piece it reads until the test lets it go on."""

    def __init__(self):
        super().__init__(TOKENIZER.vocab_size)
        self.at_piece = threading.Semaphore(0)
        self.go_on = threading.Semaphore(0)

    def prefill(self, tokens):
        self.at_piece.release()
        assert self.go_on.acquire(timeout=PATIENCE)
        return super().prefill(tokens)


@pytest.fixture
def studio():
    made = []

    def make(**options):
        made.append(Studio(**options).start())
        made[-1].until(ModelReady)
        return made[-1]

    yield make
    for one in made:
        if isinstance(one.model, SlowModel):
            one.model.go_on.release(10_000)
        assert one.worker.shutdown(PATIENCE)
        assert one.crashes == []


def reader(desk, text=BOOK):
    ask = WarmRequest(-1, Prompt(text), "document:1")
    begin = plain(desk.model.info.model_key)
    return BackgroundReader(desk.model, TOKENIZER, desk.cache, ask, begin, ReadingSpeed())


def read_all(one):
    return list(iter(one.read_piece, None))


def measure(one, text, number=-1):
    one.worker.measure(MeasureRequest(number, Prompt(text)))
    return one.until(Measured)[-1]


def test_a_text_nobody_read_costs_all_of_it(studio):
    one = studio()
    assert measure(one, BOOK) == Measured(-1, 1 + len(TOKENIZER.encode(BOOK)), 0, 0.0)
    assert one.model.tokens_read == 0


def test_a_text_that_was_read_costs_nothing_and_one_behind_it_the_rest(studio):
    one = studio(store=DictStore())
    one.worker.submit(request(1, BOOK, max_tokens=0))
    one.until(Finished)
    read = one.model.tokens_read
    whole = measure(one, BOOK)
    assert whole.reused_tokens == whole.prompt_tokens == 1 + len(TOKENIZER.encode(BOOK))
    more = measure(one, BOOK + "The dragon sat on")
    assert more.prompt_tokens - more.reused_tokens == len(TOKENIZER.encode("The dragon sat on"))
    assert more.seconds > 0
    assert one.model.tokens_read == read


def test_what_is_measured_is_what_a_continuation_then_reads(studio):
    one = studio(store=DictStore())
    one.worker.submit(request(1, BOOK, max_tokens=0))
    one.until(Finished)
    changed = BOOK[:-90] + "The cat was on the dragon." + BOOK[-90:]
    told = measure(one, changed)
    one.worker.submit(request(2, changed, max_tokens=0))
    end = one.until(Finished)[-1]
    assert (told.prompt_tokens, told.reused_tokens) == (end.prompt_tokens, end.reused_tokens)
    assert 0 < end.reused_tokens < end.prompt_tokens


def test_of_measurements_that_wait_only_the_last_is_answered(studio):
    one = studio(model=SlowModel())
    one.worker.submit(request(1, BOOK, max_tokens=0))
    assert one.model.at_piece.acquire(timeout=PATIENCE)
    for number in (-1, -2, -3):
        one.worker.measure(MeasureRequest(number, Prompt(BOOK)))
    one.model.go_on.release(10_000)
    told = [event for event in one.until(Measured) if isinstance(event, Measured)]
    assert [event.request_id for event in told] == [-3]


def test_without_a_model_a_measurement_fails_with_its_own_number(studio):
    one = Studio()
    one.worker.start()
    one.worker.measure(MeasureRequest(-5, Prompt(BOOK)))
    assert one.until(Failed)[-1].request_id == -5
    assert one.worker.shutdown(PATIENCE)


def test_a_text_that_grows_is_not_counted_from_its_start_again():
    tokenizer = CountingTokenizer()
    counter = TokenCounter(tokenizer)
    text = BOOK * 60
    assert counter.count(text) == len(TOKENIZER.encode(text))
    tokenizer.characters = 0
    assert counter.count(text + " cats") == len(TOKENIZER.encode(text + " cats"))
    assert tokenizer.characters <= 2 * PIECE + 5
    half = text[: len(text) // 2] + "The dragon" + text[len(text) // 2 :]
    assert counter.count(half) == len(TOKENIZER.encode(half))


def test_the_speed_follows_the_readings_and_ignores_the_short_ones():
    speed = ReadingSpeed()
    assert speed.seconds(100) == 0.0
    speed.note(3, 10.0)
    assert speed.seconds(100) == 0.0
    speed.note(1000, 10.0)
    assert speed.seconds(100) == pytest.approx(1.0)
    for _ in range(50):
        speed.note(2000, 10.0)
    assert speed.seconds(100) == pytest.approx(0.5, rel=0.01)


def test_reading_ahead_leaves_a_ladder_and_then_nothing_is_left_to_read():
    desk = Desk()
    told = read_all(reader(desk))
    total = 1 + len(TOKENIZER.encode(BOOK))
    assert told[-1] == Warmed(-1, total, total)
    assert [event.done for event in told] == sorted({event.done for event in told})
    assert len(desk.kept_texts()) >= 3
    desk.check()
    _, end, _ = desk.press(BOOK)
    assert end.reused_tokens == end.prompt_tokens == total


def test_who_gives_way_loses_nothing_and_reads_nothing_twice():
    desk = Desk()
    one = reader(desk)
    for _ in range(4):
        done = one.read_piece().done
    before = desk.model.tokens_read
    assert before == done
    one.give_way()
    assert desk.model.tokens_read == before
    desk.press("The cat", GREEDY)
    before = desk.model.tokens_read
    read_all(one)
    assert desk.model.tokens_read - before == 1 + len(TOKENIZER.encode(BOOK)) - done
    desk.check()


def test_what_was_read_ahead_helps_a_continuation_that_cuts_in():
    desk = Desk()
    one = reader(desk)
    for _ in range(4):
        done = one.read_piece().done
    one.give_way()
    _, end, _ = desk.press(BOOK)
    assert end.reused_tokens == done


def test_the_worker_reads_ahead_while_it_has_nothing_else_to_do(studio):
    one = studio(store=DictStore())
    one.worker.warm(WarmRequest(-1, Prompt(BOOK), "document:1"))
    last = one.until(Warmed)[-1]
    while last.done < last.total:
        last = one.until(Warmed)[-1]
    assert measure(one, BOOK).reused_tokens == last.total


def test_a_continuation_waits_for_one_piece_at_most(studio):
    one = studio(model=SlowModel(), store=DictStore())
    one.worker.warm(WarmRequest(-1, Prompt(BOOK), "document:1"))
    assert one.model.at_piece.acquire(timeout=PATIENCE)
    one.worker.submit(request(1, "The cat", max_tokens=1))
    one.model.go_on.release()
    assert one.model.at_piece.acquire(timeout=PATIENCE)
    one.model.go_on.release(10_000)
    events = one.until(Finished)
    assert sum(isinstance(event, Warmed) for event in events) == 1
    last = one.until(Warmed)[-1]
    while last.done < last.total:
        last = one.until(Warmed)[-1]
    total = 1 + len(TOKENIZER.encode(BOOK))
    assert measure(one, BOOK).reused_tokens == total


def test_reading_ahead_can_be_stopped(studio):
    one = studio(model=SlowModel())
    one.worker.warm(WarmRequest(-1, Prompt(BOOK)))
    assert one.model.at_piece.acquire(timeout=PATIENCE)
    one.worker.stop_warming()
    one.model.go_on.release(10_000)
    measure(one, "The cat")
    pieces = len(one.model.prefills)
    measure(one, "The cat", -2)
    assert len(one.model.prefills) == pieces <= 2


def test_generate_itself_needs_no_worker_to_find_what_was_read_ahead():
    desk = Desk()
    read_all(reader(desk, "The cat sat"))
    events = list(
        generate(desk.model, TOKENIZER, desk.cache, request(1, "The cat sat"), lambda: False)
    )
    assert events[-1].reused_tokens == events[-1].prompt_tokens
