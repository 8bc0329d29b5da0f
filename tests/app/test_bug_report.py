"""What is told of bugs and read of logs: enough to mend programs, nothing of a story."""

import logging
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bug_report import describe_bug, without_quotes
from app.domain.care import Level, LogPlace
from app.log_lines import LAST_BYTES, last_lines, parse_log, read_log
from app.logs import catch_bugs, start_logging

LINE = "2026-01-02 03:04:05,678 {} Thread-1 (act) app.x: {}\n"


@pytest.fixture
def log_file(tmp_path):
    return tmp_path / "longscroll.log"


def test_entries_keep_what_follows_them():
    text = LINE.format("INFO", "a") + LINE.format("CRITICAL", "b") + "Traceback\n  File\n"
    first, second = parse_log(text)
    assert (first.level, second.level) == (Level.INFO, Level.CRITICAL)
    assert second.text.endswith("  File")


def test_a_log_that_begins_in_the_middle_is_read_too():
    assert [line.level for line in parse_log("  File x\n" + LINE.format("ERROR", "a"))] == [
        Level.INFO,
        Level.ERROR,
    ]


@given(st.lists(st.sampled_from(["INFO", "WARNING", "ERROR"]), max_size=20), st.integers(0, 20))
def test_what_is_read_in_two_pieces_is_the_whole(tmp_path_factory, levels, cut):
    path = tmp_path_factory.mktemp("log") / "x.log"
    lines = [LINE.format(level, number) for number, level in enumerate(levels)]
    path.write_text("".join(lines[:cut]))
    first = read_log(path)
    path.write_text("".join(lines))
    second = read_log(path, first.place)
    assert [line.text for line in (*first.lines, *second.lines)] == [x.strip() for x in lines]
    assert not second.anew


def test_a_line_that_is_half_written_waits_for_its_end(log_file):
    whole = LINE.format("INFO", "a")
    log_file.write_text(whole + whole[:30])
    piece = read_log(log_file)
    assert len(piece.lines) == 1
    log_file.write_text(whole * 2)
    assert len(read_log(log_file, piece.place).lines) == 1


def test_a_long_log_is_read_from_its_end_and_a_new_one_from_its_beginning(log_file):
    log_file.write_text(LINE.format("INFO", "a" * 80) * 6000)
    piece = read_log(log_file)
    assert piece.anew
    assert 0 < len(piece.lines) < 6000
    assert sum(len(line.text) for line in piece.lines) <= LAST_BYTES
    log_file.write_text(LINE.format("INFO", "b"))
    anew = read_log(log_file, piece.place)
    assert anew.anew
    assert len(anew.lines) == 1


def test_without_a_log_there_are_no_lines(log_file):
    assert read_log(log_file).lines == ()
    assert read_log(log_file, LogPlace(9)).lines == ()
    assert last_lines(None, 3) == []


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("'Once upon a time'", "'…'"),
        ("could not find “the lantern” in 'a \\'b\\' c' at 3", "could not find '…' in '…' at 3"),
        ('bad "x" here', "bad '…' here"),
        ("list index out of range", "list index out of range"),
    ],
)
def test_what_an_error_quotes_is_left_out(message, kept):
    assert without_quotes(message) == kept


def test_a_long_message_is_cut():
    assert len(without_quotes("x" * 9999)) < 400


def raised(secret):
    try:
        raise KeyError(secret)
    except KeyError as error:
        return error


def test_a_report_names_place_version_system_and_the_last_lines(log_file):
    log_file.write_text(LINE.format("INFO", "starts") + LINE.format("ERROR", "bad") + "secret 1\n")
    error = raised("secret 2")
    bug = describe_bug(type(error), error, error.__traceback__, log_file)
    assert "test_bug_report.py" in bug.place
    assert "Longscroll" in bug.details
    assert "Python 3" in bug.details
    assert "starts" in bug.details
    assert "bad" in bug.details
    assert "secret" not in bug.details.replace("raise KeyError(secret)", "")


def test_a_bug_without_a_trace_has_a_place_too():
    assert describe_bug(ValueError, None, None, None).place == "ValueError"


def test_bugs_on_any_thread_are_told(tmp_path, monkeypatch, caplog):
    import sys

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "__excepthook__", lambda *_: None)
    told = []
    catch_bugs(told.append)
    error = raised("x")
    sys.excepthook(KeyError, error, error.__traceback__)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    thread = threading.Thread(target=raised_for_good)
    thread.start()
    thread.join()
    assert [bug.place.partition(":")[0].rpartition("/")[2] for bug in told] == [
        "test_bug_report.py"
    ] * 2
    assert "ZeroDivisionError" in told[1].details


def raised_for_good():
    return 1 / 0


def test_the_log_that_is_written_can_be_read(tmp_path):
    root = logging.getLogger()
    before = (root.level, list(root.handlers))
    path = start_logging(tmp_path)
    try:
        logging.getLogger("app.x").warning("something")
    finally:
        for handler in [h for h in root.handlers if h not in before[1]]:
            root.removeHandler(handler)
            handler.close()
        root.setLevel(before[0])
    (line,) = read_log(path).lines
    assert line.level is Level.WARNING
    assert line.text.endswith("app.x: something")
