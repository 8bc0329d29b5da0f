"""What a model is, and how it will do here, in the words of the person. Knows no widgets."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QLocale

from app.domain.model_shelf import Expected, Fetch, FetchState, ModelJob
from app.ui.durations import time_left

translate = QCoreApplication.translate
"""The texts of this page that stand in no class have one context."""

_WORDS_A_TOKEN = 0.75
"""English words; other languages have more tokens a word."""

_FEW = 10


def size_words(nbytes: int) -> str:
    """A size as disks are sold: 3.1 GB."""
    kind = QLocale.DataSizeFormat.DataSizeSIFormat
    return QLocale().formattedDataSize(nbytes, 1, kind)


def number_words(number: float) -> str:
    """A number without more digits than are known."""
    return QLocale().toString(number, "f", 1 if number < _FEW else 0)


def purposes() -> dict[str, str]:
    """What models are good for, by the keys of the catalogue."""
    return {
        "novels": translate("Models", "novels"),
        "web_novels": translate("Models", "web novels"),
        "chat": translate("Models", "conversations"),
        "roleplay": translate("Models", "role play"),
        "chinese": translate("Models", "Chinese"),
        "japanese": translate("Models", "Japanese"),
        "multilingual": translate("Models", "many languages"),
        "instructions": translate("Models", "instructions"),
        "thinking": translate("Models", "thinking first"),
        "fill_gap": translate("Models", "filling gaps"),
        "light": translate("Models", "modest computers"),
        "trying_out": translate("Models", "trying out"),
        "smaller_download": translate("Models", "a smaller download"),
    }


def languages() -> dict[str, str]:
    """Languages by the keys of the catalogue."""
    return {
        "en": translate("Models", "English"),
        "zh": translate("Models", "Chinese"),
        "ja": translate("Models", "Japanese"),
        "multilingual": translate("Models", "many languages"),
    }


def listed(keys: Iterable[str], words: dict[str, str]) -> str:
    """Keys as a list in words; those that are not known stay what they are."""
    return QLocale().createSeparatedList([words.get(key, key) for key in keys])


def verdict_words(expected: Expected) -> str:
    """Will it run here, and how fast."""
    memory, all_memory = size_words(expected.memory), size_words(expected.all_memory)
    if expected.verdict == "too_large":
        words = translate(
            "Models", "Too large for this computer: it needs {0} of memory, and there are {1}."
        )
        return words.format(memory, all_memory)
    template = (
        translate(
            "Models",
            "Runs well here: about {0} words ({1} tokens) a second, needs {2} of your {3}.",
        )
        if expected.verdict == "comfortable"
        else translate(
            "Models",
            "Runs slowly here: about {0} words ({1} tokens) a second, needs {2} of your {3}.",
        )
    )
    tokens = expected.tokens_per_second
    words = template.format(
        number_words(tokens * _WORDS_A_TOKEN), number_words(tokens), memory, all_memory
    )
    if expected.quantization == "int4":
        words += " " + translate(
            "Models", "Only with 4 bits, which costs some quality: convert it before use."
        )
    return words


def fetch_words(fetch: Fetch) -> str:
    """How far a download is, how fast, and how long still."""
    done, total = size_words(fetch.done), size_words(fetch.total)
    amount = translate("Models", "{0} of {1}").format(done, total) if fetch.total else done
    match fetch.state:
        case FetchState.QUEUED:
            return translate("Models", "Waits for its turn")
        case FetchState.CONNECTING:
            return translate("Models", "Asking the hub…")
        case FetchState.VERIFYING:
            return translate("Models", "Checking that all of it is right…")
        case FetchState.PAUSED:
            return translate("Models", "Paused: {0}").format(amount)
        case FetchState.FAILED:
            return translate("Models", "Stopped: {0}").format(amount)
    if not fetch.bytes_per_second:
        return amount
    speed = translate("Models", "{0} a second").format(size_words(round(fetch.bytes_per_second)))
    return f"{amount} · {speed} · {time_left(fetch.seconds_left)}"


def remark_words(remark: str) -> str:
    """What is to be known of a download although it goes on."""
    words = {
        "changed_on_hub": translate(
            "Models", "The file was replaced on the hub meanwhile, so it began anew."
        ),
        "cannot_resume": translate(
            "Models", "The server cannot go on with a part, so it began anew."
        ),
        "not_verified": translate(
            "Models", "Nothing is known to check it against: only its size was compared."
        ),
    }
    return words.get(remark, remark)


def job_words(job: ModelJob) -> str:
    """What is done with a model."""
    words = {
        "add": translate("Models", "Copying “{0}”…"),
        "move": translate("Models", "Moving the models to {0}…"),
        "convert": translate("Models", "Converting “{0}”…"),
        "test": translate("Models", "Testing “{0}”…"),
    }
    return words[job.kind].format(job.title)


def numbers_words(numbers: str) -> str:
    """How the weights of a file are stored."""
    words = {
        "int8": translate("Models", "8 bits"),
        "int4": translate("Models", "4 bits"),
        "bf16": translate("Models", "16 bits"),
        "f16": translate("Models", "16 bits"),
        "f32": translate("Models", "32 bits"),
    }
    return words.get(numbers, numbers)
