"""From the user's files to rows: what is learnt, what is held out, what is refused."""

from __future__ import annotations

import json
import lzma

import numpy as np
import pytest

from engine.tokenizer_bytes import ByteTokenizer
from engine.training.examples import chat, document, read_examples, split
from engine.training.rows import ShuffledRows, check_amount, load_rows, pack, save_rows
from engine.types import UserError

BYTES = ByteTokenizer(257)


def write_lines(path, *values):
    path.write_text("\n".join(json.dumps(value, ensure_ascii=False) for value in values), "utf-8")
    return path


def learnt(rows):
    """The text that counts, row by row."""
    found = []
    for window, weights in zip(rows.windows, rows.weights, strict=True):
        tokens = [int(t) for t, w in zip(window[1:], weights, strict=True) if w]
        found.append(BYTES.decode(tokens).decode())
    return found


def test_plain_text_and_markdown_are_documents(tmp_path):
    path = tmp_path / "book.md"
    path.write_text("# One\n\nText.\n<|endoftext|>\nTwo", "utf-8")
    assert [e.pieces for e in read_examples(path)] == [
        (("# One\n\nText.", True),),
        (("Two", True),),
    ]


def test_all_kinds_of_json_lines(tmp_path):
    path = write_lines(
        tmp_path / "mixed.jsonl",
        {"text": " A story.\u2028Its end. "},
        {"prompt": "Q: two and two?\nA:", "completion": " four"},
        {"messages": [{"role": "system", "content": "Be kind."}, *TURNS]},
        {"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Yes?"}]},
    )
    assert [e.pieces for e in read_examples(path)] == [
        (("A story.\u2028Its end.", True),),
        (("Q: two and two?\nA:", False), (" four", True)),
        (("System: Be kind.\n\nUser: Hello\n\nAssistant:", False), (" Hi!\nWhat now?", True)),
        (("User: Hi\n\nAssistant:", False), (" Yes?", True)),
    ]


TURNS = [
    {"role": "user", "content": "Hello"},
    {"role": "assistant", "content": "Hi!\n\nWhat now?"},
]


def test_the_end_of_a_turn_is_learnt_too():
    example = chat([("user", "a"), ("assistant", "b"), ("user", "c"), ("assistant", "d")])
    assert example.pieces == (
        ("User: a\n\nAssistant:", False),
        (" b\n\n", True),
        ("User: c\n\nAssistant:", False),
        (" d", True),
    )


@pytest.mark.parametrize(
    "line",
    [
        *("{", "3", "[]", '{"text": 3}', '{"prompt": "x"}', '{"completion": "x"}'),
        *('{"messages": [3]}', '{"messages": [{"role": "wizard", "content": "x"}]}'),
        '{"conversations": {"from": "gpt"}}',
    ],
)
def test_a_wrong_line_is_named(tmp_path, line):
    path = tmp_path / "x.jsonl"
    path.write_text('{"text": "good"}\n\n' + line, "utf-8")
    with pytest.raises(UserError, match="Line 3 of"):
        read_examples(path)


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0", b"\xff\xfe\x00", b"a\0b", b" \n "])
def test_what_is_no_text_is_refused(tmp_path, content):
    path = tmp_path / "picture.txt"
    path.write_bytes(content)
    with pytest.raises(UserError):
        read_examples(path)
    compressed = tmp_path / "picture.txt.xz"
    compressed.write_bytes(lzma.compress(content))
    with pytest.raises(UserError):
        read_examples(compressed)


def test_of_many_examples_some_are_held_out():
    examples = [document(str(n)) for n in range(50)]
    kept, held = split(examples, 0.1, seed=1)
    assert len(held) == 5
    assert sorted(int(e.pieces[0][0]) for e in kept + held) == list(range(50))
    assert split(examples, 0.1, seed=1) == (kept, held) != split(examples, 0.1, seed=2)


def test_of_a_single_book_the_end_is_held_out():
    paragraphs = [f"Paragraph {n}." for n in range(100)]
    (kept,), (held,) = split([document("\n\n".join(paragraphs))], 0.2, seed=0)
    first, last = kept.pieces[0][0], held.pieces[0][0]
    assert f"{first}\n\n{last}".split("\n\n") == paragraphs
    assert 0.75 < len(first) / (len(first) + len(last)) < 0.85


def test_too_few_answers_are_refused():
    with pytest.raises(UserError, match="too few"):
        split([chat([("user", "a"), ("assistant", "b")])] * 5, 0.1, 0)


def test_only_answers_count():
    rows = pack([chat([("user", "a"), ("assistant", "b")])] * 2, BYTES, context=200)
    assert len(rows.windows) == 1
    assert learnt(rows) == [" b b"]
    assert rows.n_bytes == 4
    assert rows.weights.sum() == 6  # and the ends of both


def test_rows_begin_with_documents_and_long_ones_are_cut_at_lines():
    long = "\n".join("line" + "x" * n for n in range(20))
    rows = pack([document("short"), document("next"), document(long)], BYTES, context=40)
    starts = [BYTES.decode([int(t) for t in row[:4]]) for row in rows.windows]
    assert starts == [b"shor"] + [b"line"] * (len(starts) - 1)
    assert all(len(window) == 41 for window in rows.windows)
    assert "".join(c for c in "".join(learnt(rows)) if c == "\n") == "\n" * 19
    used = (row[: int(w.sum()) + 1] for row, w in zip(rows.windows, rows.weights, strict=True))
    assert b"".join(BYTES.decode(row.tolist()) for row in used).decode() == "shortnext" + long


def test_a_word_longer_than_a_row_is_cut_anywhere():
    rows = pack([document("y" * 100)], BYTES, context=30)
    assert sum(len(text) for text in learnt(rows)) == 100 - len(rows.windows)


def test_batches_visit_all_rows_and_end_where_nothing_counts():
    rows = pack([document("ab" * n) for n in (3, 5, 9, 10, 15)], BYTES, context=31)
    batches = ShuffledRows(rows, seed=3)
    seen = [batches.batch(step, 1) for step in range(len(rows.windows))]
    assert sorted(len(w[0]) for w, _ in seen) == sorted(int(w.sum()) + 1 for w in rows.weights)
    assert all(weights[:, -1].any() for _, weights in seen)
    again = ShuffledRows(rows, seed=3).batch(1, 1)
    assert np.array_equal(again[0], seen[1][0])


def test_rows_come_back_from_disk_and_damage_is_told(tmp_path):
    one, two = (pack([document(text)], BYTES, context=16) for text in ("first text", "second"))
    path = tmp_path / "run/rows.npz"
    save_rows(path, one, two)
    for rows, wanted in zip(load_rows(path), (one, two), strict=True):
        assert np.array_equal(rows.windows, wanted.windows)
        assert np.array_equal(rows.weights, wanted.weights)
        assert rows.n_bytes == wanted.n_bytes
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(UserError, match="damaged"):
        load_rows(path)


def test_too_little_text_is_told_with_numbers():
    few = pack([document("only a few words")], BYTES, context=32)
    with pytest.raises(UserError, match=r"too little text: 16 tokens.*and 16 to judge"):
        check_amount(few, few)
