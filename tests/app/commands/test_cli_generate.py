"""`longscroll generate` with all that may be asked of it."""

from __future__ import annotations

import io
import json
import re
import sys

import pytest

from app.cli import build_parser, main
from app.commands.generate_options import settings_of
from engine.types import BannedPhrases, Dry, Grammar, Mirostat, SamplingSettings, Xtc

STORY = "Once upon a time there was a girl named Lily."
BASE = ("generate", STORY, "--max-tokens", "24", "--seed", "3", "--runtime", "numpy")


def parsed(*arguments):
    return settings_of(build_parser().parse_args(("generate", "x", *arguments)))


def output(capsys, *arguments):
    assert main([*BASE, "--json", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def test_without_arguments_the_settings_are_the_usual_ones():
    assert parsed() == SamplingSettings()


def test_every_argument_reaches_its_setting():
    chosen = parsed(
        *("--temperature", "1.2", "--top-k", "40", "--top-p", "0.9", "--min-p", "0.05"),
        *("--typical", "0.95", "--top-n-sigma", "1.5", "--mirostat", "4,0.2", "--xtc", "0.1,0.5"),
        *("--dry", "0.7,1.8,3", "--repetition-penalty", "1.1", "--repetition-range", "64"),
        *("--presence-penalty", "0.3", "--frequency-penalty", "0.4", "--penalty-decay", "0.99"),
        *("--logit-bias", "5=-2.5", "--logit-bias", "7=1", "--ban-token", "9"),
        *("--ban", "the end", "--ban", "她", "--ban-exact-case", "--order", "top_k,temperature"),
        *("--seed", "8", "--min-tokens", "2", "--max-tokens", "30"),
        *("--finish-sentence", "--finish-tokens", "20", "--grammar-regex", "a+"),
    )
    assert chosen == SamplingSettings(
        temperature=1.2, top_k=40, top_p=0.9, min_p=0.05, typical_p=0.95, top_n_sigma=1.5,
        mirostat=Mirostat(4.0, 0.2), xtc=Xtc(0.1, 0.5), dry=Dry(0.7, 1.8, 3),
        repetition_penalty=1.1, repetition_range=64, presence_penalty=0.3,
        frequency_penalty=0.4, penalty_decay=0.99, logit_bias=((5, -2.5), (7, 1.0)),
        banned_tokens=(9,), banned=BannedPhrases(("the end", "她"), ignore_case=False),
        order=("top_k", "temperature"), seed=8, min_tokens=2, max_tokens=30,
        finish_sentence=True, finish_tokens=20, grammar=Grammar("regex", "a+"),
    )  # fmt: skip


def test_greedy_can_still_be_penalised():
    chosen = parsed("--greedy", "--presence-penalty", "0.5")
    assert (chosen.temperature, chosen.presence_penalty, chosen.frequency_penalty) == (0, 0.5, 0)


@pytest.mark.parametrize(
    "arguments",
    [("--mirostat", "a"), ("--xtc", "0.1"), ("--dry", "1,2,3,4"), ("--logit-bias", "5"),
     ("--logit-bias", "x=1")],
)  # fmt: skip
def test_arguments_that_cannot_be_read_are_wrong_usage(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main([*BASE, *arguments])
    assert stop.value.code == 2
    assert arguments[1] in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--top-p", "3"), "top_p cannot be 3.0"),
        (("--order", "top_k,foo"), "“foo”"),
        (("--alternatives", "9"), "alternatives cannot be 9"),
        (("--ban", ""), "banned phrase is empty"),
        (("--ban-token", "99999"), "Token 99999"),
        (("--file", "no-such-file"), "no-such-file cannot be read"),
        (("--grammar-lark", "no-such-file"), "no-such-file cannot be read"),
        (("--grammar-regex", "(("), "form that was asked for"),
    ],
)
def test_values_that_mean_nothing_are_one_clear_line(arguments, message, capsys):
    assert main([*BASE, *arguments]) == 1
    error = capsys.readouterr().err
    assert error.startswith("longscroll: ")
    assert message in error
    assert error.count("\n") == 1


def test_a_banned_phrase_is_not_in_the_text(capsys):
    free = output(capsys)["text"]
    word = max(free.split(), key=len)
    assert word.lower() not in output(capsys, "--ban", word)["text"].lower()


def test_alternatives_hold_each_text_and_seed(capsys):
    found = output(capsys, "--alternatives", "3")
    assert [one["seed"] for one in found["alternatives"]] == [3, 4, 5]
    assert found["text"] == found["alternatives"][0]["text"]
    assert len({one["text"] for one in found["alternatives"]}) == 3
    assert all(one["reason"] == "length" for one in found["alternatives"])
    assert main([*BASE, "--alternatives", "2"]) == 0
    printed = capsys.readouterr().out
    assert printed == "".join(
        f"--- {n} ---\n{one['text']}\n" for n, one in enumerate(found["alternatives"][:2], 1)
    )


def test_top_tokens_are_in_the_object_and_on_the_screen(capsys):
    tokens = output(capsys, "--top-tokens", "4")["alternatives"][0]["tokens"]
    assert len(tokens) == 24
    assert all(len(token["top_before"]) == 4 for token in tokens)
    assert all(0 < token["after"] <= 1 for token in tokens)
    assert main([*BASE, "--top-tokens", "4"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len([line for line in lines if re.match(r"[01]\.\d{3} [01]\.\d{3} '", line)]) == 24


def test_stop_and_finish_the_sentence(capsys):
    free = output(capsys)["text"]
    stop = free.split()[3]
    stopped = output(capsys, "--stop", stop)
    assert stopped["reason"] == "stop_text"
    assert stopped["text"] == free.split(stop)[0]
    whole = output(capsys, "--finish-sentence")
    assert whole["reason"] == "sentence"
    assert whole["text"].startswith(free)
    assert whole["text"].rstrip('"”')[-1] in ".!?"


def test_the_beginning_may_come_from_a_file_or_from_stdin(capsys, tmp_path, monkeypatch):
    path = tmp_path / "beginning.txt"
    path.write_text(STORY + "\n", "utf-8")
    base = ("generate", *BASE[2:], "--json")
    expected = output(capsys)["text"]
    for arguments in (("--file", str(path)), ("--file", "-"), ("-",)):
        stdin = io.TextIOWrapper(io.BytesIO((STORY + "\n").encode()), "utf-8")
        monkeypatch.setattr(sys, "stdin", stdin)
        assert main([*base, *arguments]) == 0
        assert json.loads(capsys.readouterr().out)["text"] == expected


def test_json_of_a_schema_in_a_file(capsys, tmp_path):
    path = tmp_path / "schema.json"
    path.write_text('{"enum": [{"name": "Lily"}, {"name": "Tom"}]}', "utf-8")
    found = output(capsys, "--grammar-json", str(path))
    assert json.loads(found["text"])["name"] in ("Lily", "Tom")
    assert found["reason"] == "end_of_text"
