"""The settings of texts: how they look, how they are written, by whom."""

from __future__ import annotations

from app.settings.declared import Declared, Kind, Section

LOOK = Section(
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

WRITING = Section(
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
            "format_bar",
            Kind.SWITCH,
            "Show the format bar",
            "Buttons for bold, italic, headings and the like above the text.",
        ),
        Declared(
            "typewriter",
            Kind.SWITCH,
            "Typewriter scrolling",
            "The line that is written stays in the middle.",
        ),
    ),
)

CONTINUE = Section(
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

CHATS = Section(
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
