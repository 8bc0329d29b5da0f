"""What a person reads about each setting: one declaration, from which the dialog is built.

Knows no widgets. The texts are English and translated in the context `Settings`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

CONTEXT = "Settings"
"""Where translation files keep the texts of this table."""


class Kind(Enum):
    """How a setting is set."""

    CHOICE = "choice"
    NUMBER = "number"
    TEXT = "text"
    FOLDER = "folder"
    SWITCH = "switch"
    SECRET = "secret"
    """Kept apart from the settings, never shown again, never exported."""

    ACTION = "action"
    """No setting: a button that leads somewhere else; `unit` is what it says."""

    HIDDEN = "hidden"
    """Kept, and not for this dialog."""


@dataclass(frozen=True)
class Declared:
    """`words` are the values of a choice and what they are called. `step` and `unit` belong to a
    number; `empty` says what 0 or "" means. `travels`: it makes sense on another machine."""

    name: str
    kind: Kind
    title: str = ""
    help: str = ""
    words: tuple[tuple[str, str], ...] = ()
    step: float = 1
    unit: str = ""
    empty: str = ""
    travels: bool = True


@dataclass(frozen=True)
class Section:
    """A group of settings that are shown together."""

    name: str
    title: str
    rows: tuple[Declared, ...]


_LOOK = Section(
    "look",
    "Appearance",
    (
        Declared(
            "language",
            Kind.CHOICE,
            "Language",
            "Of menus and messages; your text may be in any.",
            (("", "As the system"), ("en", "English"), ("zh_CN", "简体中文")),
        ),
        Declared(
            "theme",
            Kind.CHOICE,
            "Theme",
            "The colours of the window.",
            (
                ("system", "As the system"),
                ("light", "Light"),
                ("dark", "Dark"),
                ("sepia", "Sepia"),
            ),
        ),
        Declared(
            "text_face",
            Kind.CHOICE,
            "Typeface",
            "Of your text.",
            (("serif", "Serif"), ("sans", "Sans serif")),
        ),
        Declared(
            "font_family",
            Kind.TEXT,
            "Typeface by name",
            "A typeface that is installed on this computer; it goes before the choice above.",
            empty="The best there is",
        ),
        Declared("font_size", Kind.NUMBER, "Text size", "Of your text.", unit=" px"),
        Declared(
            "column",
            Kind.NUMBER,
            "Line width",
            "About 68 characters are easy to read.",
            step=4,
            unit=" characters",
        ),
        Declared(
            "paragraphs",
            Kind.CHOICE,
            "Paragraphs",
            "How one is told from the next.",
            (("indent", "First lines indented"), ("spacing", "Room between")),
        ),
        Declared(
            "bright",
            Kind.CHOICE,
            "Bright in focus mode",
            "What is not quiet while nothing but the text is shown (F8).",
            (
                ("all", "All of the text"),
                ("paragraph", "The paragraph"),
                ("sentence", "The sentence"),
            ),
        ),
    ),
)

_WRITING = Section(
    "writing",
    "Writing",
    (
        Declared(
            "quotes",
            Kind.CHOICE,
            "Quotes and dashes",
            "What typed quotes and dashes become.",
            (
                ("auto", "As the language of the text"),
                ("off", "As typed"),
                ("en", "“English”"),
                ("de", "„Deutsch“"),
                ("fr", "« Français »"),
                ("zh", "“中文”"),
            ),
        ),
        Declared(
            "spelling",
            Kind.SWITCH,
            "Check spelling",
            "Underlines words that the dictionary does not know.",
        ),
        Declared("show_origins", Kind.SWITCH, "Show who wrote what", "Tints what the model wrote."),
        Declared(
            "typewriter",
            Kind.SWITCH,
            "Typewriter scrolling",
            "The line that is written stays in the middle.",
        ),
    ),
)

_CONTINUE = Section(
    "continue",
    "The model’s words",
    (
        Declared(
            "max_tokens",
            Kind.NUMBER,
            "Length of a continuation",
            "A word is one to two tokens.",
            step=16,
            unit=" tokens",
        ),
        Declared(
            "alternatives",
            Kind.NUMBER,
            "Texts side by side",
            "How many continuations to choose from.",
        ),
        Declared(
            "temperature",
            Kind.NUMBER,
            "Temperature",
            "Low is predictable, high is surprising.",
            step=0.05,
        ),
        Declared(
            "top_p",
            Kind.NUMBER,
            "Top-p",
            "Only the likeliest tokens that together have this probability are drawn from.",
            step=0.05,
        ),
        Declared(
            "presence_penalty",
            Kind.NUMBER,
            "Presence penalty",
            "Makes words that were there less likely.",
            step=0.05,
        ),
        Declared(
            "frequency_penalty",
            Kind.NUMBER,
            "Frequency penalty",
            "Makes words less likely each time they are used.",
            step=0.05,
        ),
        Declared(
            "read_ahead",
            Kind.SWITCH,
            "Read ahead",
            "The model reads your text while you pause, so that Continue begins at once.",
        ),
        Declared(
            "top_tokens",
            Kind.SWITCH,
            "Keep other words",
            "Notes what the model might have written instead of each word.",
        ),
    ),
)

_CHATS = Section(
    "chats",
    "Chats",
    (
        Declared(
            "enter_sends",
            Kind.SWITCH,
            "Enter sends",
            "Shift+Enter then makes a new line; without it, Ctrl+Enter sends.",
        ),
        Declared(
            "chat_look",
            Kind.CHOICE,
            "How messages look",
            "",
            (("bubbles", "In bubbles"), ("flat", "As a script")),
        ),
    ),
)

_MODEL = Section(
    "model",
    "Model and memory",
    (
        Declared(
            "model_path",
            Kind.TEXT,
            "Model",
            "A model file or folder on this computer.",
            empty="The model that comes with the program",
            travels=False,
        ),
        Declared(
            "models_folder",
            Kind.FOLDER,
            "Folder for models",
            "Where models that you get are kept.",
            empty="In the data folder",
            travels=False,
        ),
        Declared(
            "device",
            Kind.CHOICE,
            "Runs on",
            "Takes effect when a model is loaded next.",
            (
                ("auto", "What is fastest here"),
                ("cpu", "The processor"),
                ("cuda", "NVIDIA graphics card (CUDA)"),
                ("directml", "Graphics card (DirectML)"),
            ),
            travels=False,
        ),
        Declared(
            "quantization",
            Kind.CHOICE,
            "Precision of weights",
            "Fewer bits need less memory and are faster, and write a little less well. "
            "Takes effect when a model is loaded next.",
            (
                ("auto", "What suits the model"),
                ("none", "Full"),
                ("int8", "8 bits"),
                ("int4", "4 bits"),
            ),
            travels=False,
        ),
        Declared(
            "threads",
            Kind.NUMBER,
            "Threads",
            "How many cores of the processor the model may use. "
            "Takes effect when a model is loaded next.",
            empty="All cores but one",
            travels=False,
        ),
        Declared(
            "unload_minutes",
            Kind.NUMBER,
            "Unload an idle model",
            "Gives its memory back; the next press loads it again.",
            step=5,
            unit=" minutes",
            empty="Never",
        ),
        Declared(
            "state_budget",
            Kind.NUMBER,
            "Room for what models remember",
            "Saved states make a long text go on at once. The oldest go first; they can be made "
            "again by reading.",
            unit=" GiB",
        ),
    ),
)

_NETWORK = Section(
    "network",
    "Network",
    (
        Declared(
            "hub_endpoint",
            Kind.TEXT,
            "Mirror of the model hub",
            "Longscroll goes online only when you ask for a model.",
            empty="https://huggingface.co",
        ),
        Declared(
            "hub_token",
            Kind.SECRET,
            "Access token",
            "For models that want one. It is kept in a file that only you may read, is never "
            "exported and never sent to a mirror.",
        ),
        Declared(
            "proxy",
            Kind.TEXT,
            "Proxy",
            "For instance http://127.0.0.1:8080",
            empty="As the system",
            travels=False,
        ),
    ),
)

_DATA = Section(
    "data",
    "Data and backups",
    (
        Declared(
            "move_data",
            Kind.ACTION,
            "Data folder",
            "All your works, settings and models.",
            unit="Move…",
        ),
        Declared(
            "backup_folder",
            Kind.FOLDER,
            "Folder for backups",
            "Best on another disk.",
            empty="In the data folder",
            travels=False,
        ),
        Declared("backup_hours", Kind.NUMBER, "Make a backup every", "", unit=" hours"),
        Declared("backup_keep", Kind.NUMBER, "Keep the newest backups", ""),
        Declared(
            "backups", Kind.ACTION, "Backups", "See them, and bring works back.", unit="Open…"
        ),
    ),
)

_HELP = Section(
    "help",
    "Help",
    (
        Declared("keys", Kind.ACTION, "Keyboard shortcuts", "All keys, by group.", unit="Show…"),
        Declared(
            "log",
            Kind.ACTION,
            "Log",
            "What the program did; never what you wrote. It stays on this computer.",
            unit="Show…",
        ),
        Declared(
            "about", Kind.ACTION, "About Longscroll", "Version, licences, credits.", unit="Show…"
        ),
    ),
)

HIDDEN = tuple(
    Declared(name, Kind.HIDDEN, travels=name in ("sampler_presets", "folded"))
    for name in (
        "sampler_presets",
        "last_document",
        "window",
        "maximized",
        "splitter",
        "folded",
    )
)
"""How the window was left, and what is set elsewhere."""

SECTIONS = (_LOOK, _WRITING, _CONTINUE, _CHATS, _MODEL, _NETWORK, _DATA, _HELP)

DECLARED = MappingProxyType(
    {row.name: row for rows in (*(s.rows for s in SECTIONS), HIDDEN) for row in rows}
)
"""All of them by name."""

SETTABLE = tuple(
    row.name for row in DECLARED.values() if row.kind not in (Kind.HIDDEN, Kind.SECRET, Kind.ACTION)
)
"""The fields of `Settings` that the dialog shows, in its order."""

TRAVELLING = tuple(
    row.name
    for row in DECLARED.values()
    if row.travels and row.kind not in (Kind.SECRET, Kind.ACTION)
)
"""Those that an export carries."""


def texts() -> Iterator[str]:
    """Every text of the table that can be shown, for translators."""
    for section in SECTIONS:
        yield section.title
        for row in section.rows:
            shown = (row.title, row.help, row.unit, row.empty, *(words for _, words in row.words))
            yield from (text for text in shown if text)
