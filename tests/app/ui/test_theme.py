"""Every theme can be read, and is worn whole."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontInfo, QPalette

from app.ui.icons import tinted_icon
from app.ui.resource_files import resource
from app.ui.theme import interface_font, style_sheet
from app.ui.tokens import THEMES, UI_FALLBACK_FAMILIES


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme_tokens", THEMES.values(), ids=list(THEMES))
def test_text_has_contrast_on_every_ground(theme_tokens):
    t = theme_tokens
    pairs = [
        (text, ground)
        for text in (t.ink, t.quiet)
        for ground in (t.paper, t.surface, t.rail, t.hover)
    ]
    pairs += [(t.accent, t.surface), (t.danger, t.surface), (t.accent, t.paper)]
    pairs += [(t.on_accent, t.accent), (t.on_accent, t.accent_hover)]
    told = (t.danger, t.warning, t.good)
    pairs += [(text, ground) for text in told for ground in (t.paper, t.surface)]
    assert min(contrast(text, ground) for text, ground in pairs) >= 4.5


def over(ground, colour, alpha):
    parts = [
        round((1 - alpha) * int(ground[i : i + 2], 16) + alpha * int(colour[i : i + 2], 16))
        for i in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02x}" for part in parts)


@pytest.mark.parametrize("name", THEMES)
def test_selected_text_can_be_read_whatever_has_the_keyboard(theme, editor, qapp, name):
    theme.use(name)
    t = theme.tokens
    editor.apply_tokens(t)
    tinted = over(t.paper, t.accent, t.machine_alpha)
    for ground in (t.paper, tinted):
        assert contrast(t.ink, over(ground, t.accent, t.selection_alpha)) >= 4.5
    Group, Role = QPalette.ColorGroup, QPalette.ColorRole
    for group in (Group.Active, Group.Inactive, Group.Disabled):
        words = editor.palette().color(group, Role.HighlightedText).name()
        assert words == t.ink.lower()
        fields = [
            qapp.palette().color(group, role).name()
            for role in (Role.HighlightedText, Role.Highlight)
        ]
        assert contrast(*fields) >= 4.5
    theme.use("light")


@pytest.mark.parametrize("name", THEMES)
def test_a_theme_fills_the_style_sheet_and_the_palette(theme, qapp, name):
    theme.use(name)
    assert "$" not in style_sheet(theme.tokens)
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == theme.tokens.paper
    theme.use("light")


def test_the_system_theme_follows_the_system(theme, qapp):
    theme.use("system")
    dark = qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert theme.tokens.name == ("dark" if dark else "light")
    theme.use("light")


LUCIDE = [p for p in sorted(resource("icons").glob("*.svg")) if "lucide" in p.read_text("utf-8")]


@pytest.mark.parametrize("path", LUCIDE, ids=lambda path: path.stem)
def test_every_icon_can_be_drawn_in_a_colour(qapp, path):
    image = tinted_icon(path.stem, "#ff0000").pixmap(18, 18).toImage()
    pixels = [image.pixelColor(x, y) for x in range(18) for y in range(18)]
    strong = [pixel for pixel in pixels if pixel.alpha() > 100]
    assert strong
    assert all(p.red() > 250 and p.green() < 5 and p.blue() < 5 for p in strong)


def test_lucide_s_licence_lies_beside_its_icons():
    assert "ISC License" in resource("icons", "LICENSE").read_text("utf-8")


def test_a_name_that_stands_for_a_family_is_looked_up_before_the_chinese_fallbacks(qapp):
    families = interface_font(QFont("Sans Serif")).families()
    assert families[0] == QFontInfo(QFont("Sans Serif")).family()
    assert families[-1] in UI_FALLBACK_FAMILIES
    assert len(set(families)) == len(families)
