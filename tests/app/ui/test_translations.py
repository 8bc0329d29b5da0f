"""Whatever the window can say, it says in both languages."""

import errno
import json
import os
import pickle
import string
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale

from app.domain.model_events import read_model_event
from app.domain.training_events import read_event
from app.ui.errors import shown
from app.ui.language import Language
from app.ui.os_reasons import REASONS
from app.ui.relative_time import exact_time, relative_time
from engine.checkpoint.errors import damaged
from engine.error_lines import error_event
from engine.types import ModelLoadError, UserError
from tests.tools import translations

ADVICE = "run: python -m tests.tools.translations, and translate what is unfinished"
TEXTS = translations.collect()
CHINESE = translations.read(translations.FULL)


@pytest.fixture
def language(qapp):
    language = Language(qapp, "zh_CN")
    yield language
    language.use("en")


def test_texts_are_found_in_widgets_controllers_and_errors():
    contexts = {text.context for text in TEXTS}
    assert {"Inspector", "ModelController", "RelativeTime", "UserError"} <= contexts
    sources = {text.source for text in TEXTS}
    assert "The disk is full: the library {path} cannot be saved." in sources
    assert "holds no RWKV model" in sources


def test_every_text_has_a_finished_chinese_translation():
    missing = sorted(text for text in TEXTS if text not in CHINESE)
    assert not missing, ADVICE


def test_every_plural_has_its_english_forms():
    english = translations.read(translations.PLURALS)
    assert {text for text in TEXTS if text.plural} == set(english), ADVICE


def test_translations_keep_the_fields_of_their_source():
    def fields(text):
        return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)

    for text, forms in CHINESE.items():
        for form in forms:
            assert fields(form) == fields(text.source), text
            assert ("%n" in form) == ("%n" in text.source), text


def test_the_compiled_files_say_what_the_sources_say(language):
    for text, forms in CHINESE.items():
        if not text.plural:
            assert QCoreApplication.translate(text.context, text.source) == forms[0], ADVICE


def test_an_error_is_shown_in_the_language_in_use(language):
    full = UserError("The disk is full: the library {path} cannot be saved.", path="/a b/库")
    assert shown(full) == ("磁盘已满：书库 /a b/库 无法保存。", "")
    clause = ModelLoadError(
        "The model file {file} {what}.", file="x.pth", what="holds no RWKV model"
    )
    assert shown(clause)[0] == "模型文件 x.pth 中没有 RWKV 模型。"
    language.use("en")
    assert shown(clause)[0] == "The model file x.pth holds no RWKV model."


def test_a_clause_with_fields_is_shown_in_the_language_in_use(language):
    error = damaged(Path("x.pth"), "tensor {tensor} is missing", tensor="emb.weight")
    assert shown(error)[0] == "文件 x.pth 已损坏：缺少张量 emb.weight。"
    assert error.message == "The file x.pth is damaged: tensor emb.weight is missing."
    assert shown(pickle.loads(pickle.dumps(error))) == shown(error)


def test_a_clause_is_shown_so_when_a_process_of_its_own_tells_it(language):
    error = damaged(Path("x.pth"), "tensor {tensor} is missing", tensor="emb.weight")
    line = json.dumps(error_event(error)).encode()
    for trouble in (read_event(line), read_model_event(line)):
        told = UserError(trouble.message, trouble.hint, **trouble.params)
        assert shown(told) == shown(error)
        assert (told.message, told.hint) == (error.message, error.hint)


def test_what_the_system_says_is_shown_in_the_language_in_use(language):
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    error = UserError(
        "The checkpoint could not be written to {folder}: {reason}.",
        folder="/a",
        reason=full.strerror,
    )
    assert shown(error)[0] == "无法把检查点写到 /a：磁盘空间不足。"
    assert error.message.endswith("/a: No space left on device.")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems say some of them otherwise")
def test_the_reasons_are_in_the_words_of_the_system():
    said = {os.strerror(number) for number in errno.errorcode}
    assert set(REASONS) <= said


def test_an_error_without_a_translation_is_shown_in_english(language):
    assert shown(UserError("New {n}.", "Do {n}.", n=3)) == ("New 3.", "Do 3.")


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (5, "just now", "刚刚"),
        (-5, "just now", "刚刚"),
        (60, "1 minute ago", "1 分钟前"),
        (150, "2 minutes ago", "2 分钟前"),
        (3600, "1 hour ago", "1 小时前"),
        (7300, "2 hours ago", "2 小时前"),
    ],
)
def test_times_are_said_as_people_say_them(language, seconds, english, chinese):
    now = datetime(2024, 5, 5, 20, 0, tzinfo=UTC)
    assert relative_time(now - timedelta(seconds=seconds), now) == chinese
    language.use("en")
    assert relative_time(now - timedelta(seconds=seconds), now) == english


def test_older_times_are_days(language):
    language.use("en")
    now = datetime.now().astimezone().replace(hour=23, minute=0)
    assert relative_time(now - timedelta(hours=30), now) == "yesterday"
    assert str((now - timedelta(days=9)).day) in relative_time(now - timedelta(days=9), now)
    assert str(now.year) in exact_time(now)


def test_numbers_follow_the_language(language):
    assert QLocale().name() == "zh_CN"
    language.use("en")
    assert QLocale().toString(1204) == "1,204"
