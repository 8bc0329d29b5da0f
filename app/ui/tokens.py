"""Colours and measures of the interface, in one place. Knows nothing of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme. Text on any of the grounds has a contrast of 4.5 : 1 or more.

    `hover` and `pressed` are grounds of controls on `surface`; `machine_alpha` is how much
    accent lies behind machine-written text, `selection_alpha` the same for a selection.
    """

    name: str
    dark: bool
    paper: str
    surface: str
    rail: str
    ink: str
    quiet: str
    line: str
    accent: str
    accent_hover: str
    on_accent: str
    hover: str
    danger: str
    warning: str
    good: str
    machine_alpha: float = 0.12
    selection_alpha: float = 0.26


LIGHT = Tokens(
    name="light",
    dark=False,
    paper="#FDFCFA",
    surface="#F5F3EE",
    rail="#ECE9E2",
    ink="#1F1D1A",
    quiet="#6A655D",
    line="#E2DED5",
    accent="#2F6B5B",
    accent_hover="#28594C",
    on_accent="#FFFFFF",
    hover="#E9E5DC",
    danger="#B3372F",
    warning="#8F6200",
    good="#2C7447",
)

DARK = Tokens(
    name="dark",
    dark=True,
    paper="#1D1F21",
    surface="#232629",
    rail="#191B1D",
    ink="#E4E1DA",
    quiet="#9B968D",
    line="#33373B",
    accent="#7DBBA6",
    accent_hover="#93CAB8",
    on_accent="#10201B",
    hover="#2B2F33",
    danger="#E08078",
    warning="#D9B25A",
    good="#7FC79A",
    machine_alpha=0.14,
)

SEPIA = Tokens(
    name="sepia",
    dark=False,
    paper="#F6EEDC",
    surface="#EFE5CF",
    rail="#E6DAC0",
    ink="#3F3121",
    quiet="#6B5A3E",
    line="#DACBAE",
    accent="#86552A",
    accent_hover="#734720",
    on_accent="#FFF8EA",
    hover="#E4D7BB",
    danger="#A63A2C",
    warning="#8A5E10",
    good="#456F32",
)

THEMES = MappingProxyType({theme.name: theme for theme in (LIGHT, DARK, SEPIA)})

GAP_1, GAP_2, GAP_3, GAP_4, GAP_6, GAP_8 = 4, 8, 12, 16, 24, 32
"""Spacing in pixels."""

RADIUS_CONTROL, RADIUS_CARD = 6, 10
RAIL_WIDTH, LIST_WIDTH, INSPECTOR_WIDTH = 56, 240, 320
HEADER_HEIGHT, STATUS_HEIGHT = 48, 30

UI_PIXELS, HEADING_PIXELS, TITLE_PIXELS, SMALL_PIXELS = 13, 15, 20, 12
LINE_HEIGHT = 1.6
"""Of the writer's text, in multiples of its size."""

COLUMN_CHARACTERS = 68
"""Width of the writer's text, in average characters."""

TEXT_FAMILIES = (
    "Source Serif 4",
    "Source Serif Pro",
    "Literata",
    "Georgia",
    "Noto Serif",
    "DejaVu Serif",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Songti SC",
    "SimSun",
)
SANS_FAMILIES = (
    "Source Sans 3",
    "Inter",
    "Segoe UI",
    "Helvetica Neue",
    "Noto Sans",
    "DejaVu Sans",
    "Noto Sans CJK SC",
    "PingFang SC",
    "Microsoft YaHei",
)
UI_FALLBACK_FAMILIES = ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei")
