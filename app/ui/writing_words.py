"""In words: what the tasks of the model are called, their keys, what a continuation will cost."""

from __future__ import annotations

from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QLocale

from app.domain.writing import Task

TASK_KEYS = MappingProxyType(
    {
        Task.SENTENCE: "Ctrl+.",
        Task.REWRITE: "Alt+Shift+R",
        Task.EXPAND: "Alt+Shift+E",
        Task.SHORTEN: "Alt+Shift+S",
        Task.DESCRIBE: "Alt+Shift+D",
    }
)
PREVIOUS_KEY, NEXT_KEY = "Alt+Left", "Alt+Right"
TOKENS_KEY, TREE_KEY, SAMPLING_KEY = "Alt+Shift+W", "Alt+Shift+B", "Alt+Shift+P"


def task_name(task: Task) -> str:
    """The task as a menu says it."""
    translate = QCoreApplication.translate
    names = {
        Task.CONTINUE: translate("WritingWords", "Continue"),
        Task.SENTENCE: translate("WritingWords", "Finish the sentence"),
        Task.REWRITE: translate("WritingWords", "Rewrite"),
        Task.EXPAND: translate("WritingWords", "Expand"),
        Task.SHORTEN: translate("WritingWords", "Shorten"),
        Task.DESCRIBE: translate("WritingWords", "Describe"),
    }
    return names[task]


def task_detail(task: Task) -> str:
    """What the task does."""
    translate = QCoreApplication.translate
    details = {
        Task.CONTINUE: translate("WritingWords", "Write on from the cursor"),
        Task.SENTENCE: translate("WritingWords", "Write to the end of this sentence only"),
        Task.REWRITE: translate("WritingWords", "Offer the selection in other words"),
        Task.EXPAND: translate("WritingWords", "Offer the selection at greater length"),
        Task.SHORTEN: translate("WritingWords", "Offer the selection in fewer words"),
        Task.DESCRIBE: translate("WritingWords", "Offer a description of what is selected"),
    }
    return details[task]


def cost_words(again: int, total: int, seconds: float, reading: bool) -> str:
    """What the next continuation reads: "re-reads 1,240 of 86,000 tokens, about 3 s"."""
    translate, locale = QCoreApplication.translate, QLocale()
    if total and not again:
        return translate("WritingWords", "Starts at once: all of it is remembered")
    counts = (locale.toString(again), locale.toString(total))
    if reading:
        words = translate("WritingWords", "Reading ahead: {0} of {1} tokens left")
        return words.format(*counts)
    if seconds < 1:
        return translate("WritingWords", "Re-reads {0} of {1} tokens").format(*counts)
    words = translate("WritingWords", "Re-reads {0} of {1} tokens, about {2}")
    return words.format(*counts, about(seconds))


def about(seconds: float) -> str:
    """A time, roughly."""
    translate = QCoreApplication.translate
    if seconds < 90:
        return translate("WritingWords", "{0} s").format(max(1, round(seconds)))
    return translate("WritingWords", "{0} min").format(round(seconds / 60))
