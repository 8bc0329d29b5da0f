"""The table of what can be set about sampling: name, label, tooltip and steps of each.

The panel is built from it. Limits stand in `app.domain.samplers`.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication


@dataclass(frozen=True)
class SamplerField:
    """A value: `step` of the arrows, `decimals` shown; 0 decimals is a whole number. One whose
    `decimals` are below 0 is on or off."""

    name: str
    label: str
    tip: str
    step: float = 0.05
    decimals: int = 2


def basic_fields() -> tuple[SamplerField, ...]:
    """What most people want to change, in the language in use."""
    translate = QCoreApplication.translate
    tips = (
        translate("Sampler", "Low keeps to the likely words, high surprises"),
        translate("Sampler", "Only the likeliest words that together reach this share"),
        translate("Sampler", "Against words that were used at all"),
        translate("Sampler", "Against words the more, the more often they were used"),
        translate("Sampler", "How slowly used words are forgotten: 1 never"),
        translate("Sampler", "Tokens the model writes at most"),
        translate("Sampler", "Goes on to the end of the sentence when the length is reached"),
    )
    return (
        SamplerField("temperature", translate("Sampler", "Temperature"), tips[0]),
        SamplerField("top_p", translate("Sampler", "Top-p"), tips[1]),
        SamplerField("presence_penalty", translate("Sampler", "Presence penalty"), tips[2]),
        SamplerField("frequency_penalty", translate("Sampler", "Frequency penalty"), tips[3]),
        SamplerField("penalty_decay", translate("Sampler", "Penalty decay"), tips[4], 0.001, 3),
        SamplerField("max_tokens", translate("Sampler", "Longest text"), tips[5], 16, 0),
        SamplerField(
            "finish_sentence", translate("Sampler", "Finish the sentence"), tips[6], 1, -1
        ),
    )


def narrowing_fields() -> tuple[SamplerField, ...]:
    """What narrows the choice further."""
    translate = QCoreApplication.translate
    tips = (
        translate("Sampler", "Only so many of the likeliest words; 0 is off"),
        translate("Sampler", "Only words at least this share as likely as the best; 0 is off"),
        translate("Sampler", "Only words about as surprising as is usual here; 1 is off"),
        translate("Sampler", "Narrower where the model is sure of a word; 0 is off"),
        translate("Sampler", "Leaves out the flat tail of unlikely words; 1 is off"),
        translate("Sampler", "Only words within so many deviations of the best; 0 is off"),
        translate("Sampler", "The temperature follows how open the choice is; 0 is off"),
        translate("Sampler", "How often the likeliest words are left out on purpose; 0 is off"),
        translate("Sampler", "Words likelier than this are the ones left out"),
        translate("Sampler", "Keeps the surprise of the text even, in place of the others"),
        translate("Sampler", "The surprise to keep to, in bits"),
        translate("Sampler", "How fast it follows"),
    )
    return (
        SamplerField("top_k", translate("Sampler", "Top-k"), tips[0], 5, 0),
        SamplerField("min_p", translate("Sampler", "Min-p"), tips[1], 0.01),
        SamplerField("typical_p", translate("Sampler", "Typical"), tips[2]),
        SamplerField("top_a", translate("Sampler", "Top-a"), tips[3]),
        SamplerField("tfs", translate("Sampler", "Tail-free"), tips[4]),
        SamplerField("top_n_sigma", translate("Sampler", "Top-nσ"), tips[5], 0.1),
        SamplerField("temperature_spread", translate("Sampler", "Dynamic temperature ±"), tips[6]),
        SamplerField("xtc_probability", translate("Sampler", "XTC chance"), tips[7]),
        SamplerField("xtc_threshold", translate("Sampler", "XTC threshold"), tips[8], 0.01),
        SamplerField("mirostat", translate("Sampler", "Mirostat"), tips[9], 1, -1),
        SamplerField("mirostat_tau", translate("Sampler", "Mirostat τ"), tips[10], 0.1, 1),
        SamplerField("mirostat_eta", translate("Sampler", "Mirostat η"), tips[11], 0.01),
    )


def repeating_fields() -> tuple[SamplerField, ...]:
    """What works against repetition, and how long a text is."""
    translate = QCoreApplication.translate
    tips = (
        translate("Sampler", "Divides the odds of words used lately; 1 is off"),
        translate("Sampler", "How many tokens back that looks"),
        translate("Sampler", "Against whole phrases said before; 0 is off"),
        translate("Sampler", "How fast it grows with the length of the phrase"),
        translate("Sampler", "Tokens that may be repeated freely"),
        translate("Sampler", "How many tokens back it looks"),
        translate("Sampler", "Tokens before which the text cannot end"),
        translate("Sampler", "Tokens that finishing a sentence may take"),
        translate("Sampler", "The same seed gives the same text; -1 takes another each time"),
    )
    return (
        SamplerField("repetition_penalty", translate("Sampler", "Repetition penalty"), tips[0]),
        SamplerField("repetition_range", translate("Sampler", "Repetition range"), tips[1], 64, 0),
        SamplerField("dry_multiplier", translate("Sampler", "DRY strength"), tips[2], 0.1),
        SamplerField("dry_base", translate("Sampler", "DRY base"), tips[3]),
        SamplerField(
            "dry_allowed_length", translate("Sampler", "DRY allowed length"), tips[4], 1, 0
        ),
        SamplerField("dry_range", translate("Sampler", "DRY range"), tips[5], 64, 0),
        SamplerField("min_tokens", translate("Sampler", "Shortest text"), tips[6], 8, 0),
        SamplerField("finish_tokens", translate("Sampler", "Room for the sentence"), tips[7], 8, 0),
        SamplerField("seed", translate("Sampler", "Seed"), tips[8], 1, 0),
    )


def preset_name(key: str) -> str:
    """What a preset is called; those of the writer have the name they were given."""
    translate = QCoreApplication.translate
    names = {
        "default": translate("Sampler", "Default"),
        "creative": translate("Sampler", "Creative"),
        "balanced": translate("Sampler", "Balanced"),
        "comprehensive": translate("Sampler", "Comprehensive"),
        "conservative": translate("Sampler", "Conservative"),
        "fixed": translate("Sampler", "Fixed"),
        "novel": translate("Sampler", "Long novel"),
        "chapters": translate("Sampler", "Long chapters"),
        "kongfu": translate("Sampler", "Chinese kung fu"),
        "facts": translate("Sampler", "Facts"),
        "min_p": translate("Sampler", "Min-p with XTC"),
        "neutral": translate("Sampler", "Neutral"),
    }
    return names.get(key, key)


def link_name(key: str) -> str:
    """What a link of the chain is called in the list of their order."""
    translate = QCoreApplication.translate
    names = {
        "logit_bias": translate("Sampler", "Bias"),
        "repetition_penalty": translate("Sampler", "Repetition penalty"),
        "presence_frequency": translate("Sampler", "Presence and frequency"),
        "dry": "DRY",
        "temperature": translate("Sampler", "Temperature"),
        "top_n_sigma": translate("Sampler", "Top-nσ"),
        "top_k": translate("Sampler", "Top-k"),
        "tfs": translate("Sampler", "Tail-free"),
        "typical": translate("Sampler", "Typical"),
        "top_p": translate("Sampler", "Top-p"),
        "min_p": translate("Sampler", "Min-p"),
        "top_a": translate("Sampler", "Top-a"),
        "xtc": "XTC",
        "mirostat": translate("Sampler", "Mirostat"),
    }
    return names[key]
