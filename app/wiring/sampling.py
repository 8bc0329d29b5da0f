"""Who hears whom about how the model chooses its words, and whose words stand at the caret."""

from __future__ import annotations

from app.domain.samplers import SamplerChoice
from app.wiring.parts import Parts


def connect_sampling(parts: Parts) -> None:
    """The panel, the sliders, and the project's choice."""
    window, sampler = parts.window, parts.studio.sampler
    panel = window.studio.sampler
    parts.documents.opened.connect(sampler.show_document)
    parts.documents.closed.connect(lambda: sampler.show_document(None))
    window.inspector.max_tokens_chosen.connect(lambda n: sampler.change(max_tokens=n))
    window.inspector.temperature_chosen.connect(lambda t: sampler.change(temperature=t))
    panel.value_chosen.connect(lambda name, value: sampler.change(**{name: value}))
    panel.preset_chosen.connect(sampler.choose)
    panel.preset_kept.connect(sampler.keep_preset)
    panel.preset_forgotten.connect(sampler.forget_preset)
    sampler.presets_changed.connect(panel.show_presets)
    sampler.changed.connect(window.studio.show_sampler)
    sampler.changed.connect(lambda choice: _show_sliders(parts, choice))
    parts.settings.changed.connect(lambda _value: _show_sliders(parts, sampler.choice))
    window.close_requested.connect(sampler.flush)
    panel.show_presets(list(sampler.own_presets))
    window.studio.show_sampler(sampler.choice)


def connect_provenance(parts: Parts) -> None:
    """The caret, and what wrote the words there."""
    window, provenance = parts.window, parts.studio.provenance
    window.editor.cursorPositionChanged.connect(provenance.note_move)
    window.editor.edited.connect(provenance.note_move)
    provenance.found.connect(window.studio.section.show_provenance)


def _show_sliders(parts: Parts, choice: SamplerChoice) -> None:
    length, temperature = choice.number("max_tokens"), choice.number("temperature")
    parts.window.inspector.show_sampler(length, temperature)
