"""Who hears whom about how text is shown and written."""

from __future__ import annotations

from app.wiring.parts import Parts


def connect_editor(parts: Parts) -> None:
    """The editor, its settings, and spelling."""
    window, settings, spelling = parts.window, parts.settings, parts.spelling
    window.rail.setting_chosen.connect(lambda name, value: settings.change(**{name: value}))
    window.editor.zoom_requested.connect(settings.step_font_size)
    parts.manuscript.project.opened.connect(
        lambda work: window.editor.smart_typing.use_language(work.language)
    )
    marks = window.page.spelling
    marks.toggled.connect(lambda on: settings.change(spelling=on))
    if spelling is None:
        return
    marks.words_needed.connect(spelling.judge)
    marks.suggestions_wanted.connect(spelling.suggest)
    marks.add_requested.connect(spelling.add)
    marks.ignore_requested.connect(spelling.ignore)
    spelling.judged.connect(marks.show_judged)
    spelling.suggested.connect(marks.show_suggestions)
