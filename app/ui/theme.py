"""Turns the tokens into a palette and one style sheet, and follows the system if asked to."""

from __future__ import annotations

from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from app.ui import tokens
from app.ui.resource_files import resource
from app.ui.tokens import DARK, LIGHT, THEMES, Tokens

_VEIL_ALPHA = 0.94
"""Of what lies over the whole window: what it says can be read, what is below is still there."""


class Theme(QObject):
    """The theme in use. `changed` carries the new tokens after the application wears them."""

    changed = Signal(object)

    def __init__(self, app: QApplication, name: str = "system") -> None:
        super().__init__(app)
        self._app = app
        self._name = ""
        self.tokens = LIGHT
        app.setStyle("Fusion")
        app.setFont(interface_font(app.font()))
        app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.use(name)

    def use(self, name: str) -> None:
        """Wears `light`, `dark`, `sepia`, or for `system` what the system wears."""
        if name == self._name:
            return
        first, self._name = not self._name, name
        chosen = THEMES.get(name) or self._system_tokens()
        if first or chosen is not self.tokens:  # a style sheet takes a moment for each widget
            self._wear(chosen)

    def _follow_system(self) -> None:
        if self._name == "system" and self._system_tokens() is not self.tokens:
            self._wear(self._system_tokens())

    def _system_tokens(self) -> Tokens:
        dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return DARK if dark else LIGHT

    def _wear(self, chosen: Tokens) -> None:
        self.tokens = chosen
        self._app.setPalette(palette(chosen))
        self._app.setStyleSheet(style_sheet(chosen))
        self.changed.emit(chosen)


def interface_font(system: QFont) -> QFont:
    """The system's font at our size, with Chinese fallbacks and digits of equal width.

    "Sans Serif" is no family but stands for one: left so, the first fallback would take its place,
    and Chinese fonts have apostrophes as wide as a character.
    """
    font = QFont(system)
    families = [QFontInfo(system).family(), *system.families(), *tokens.UI_FALLBACK_FAMILIES]
    font.setFamilies(list(dict.fromkeys(families)))
    font.setPixelSize(tokens.UI_PIXELS)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def palette(chosen: Tokens) -> QPalette:
    """The tokens as Qt's colour roles."""
    role = QPalette.ColorRole
    colours = {
        role.Window: chosen.surface,
        role.WindowText: chosen.ink,
        role.Base: chosen.paper,
        role.AlternateBase: chosen.surface,
        role.Text: chosen.ink,
        role.PlaceholderText: chosen.quiet,
        role.Button: chosen.surface,
        role.ButtonText: chosen.ink,
        role.BrightText: chosen.danger,
        role.Highlight: chosen.accent,
        role.HighlightedText: chosen.on_accent,
        role.Link: chosen.accent,
        role.ToolTipBase: chosen.surface,
        role.ToolTipText: chosen.ink,
        role.Mid: chosen.line,
        role.Accent: chosen.accent,
    }
    result = QPalette()
    for name, colour in colours.items():
        result.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(chosen.quiet))
    return result


def style_sheet(chosen: Tokens) -> str:
    """The style sheet with the theme's colours filled in."""
    template = Template(resource("themes", "longscroll.qss").read_text("utf-8"))
    colours = {name: value for name, value in vars(chosen).items() if isinstance(value, str)}
    measures = {
        "radius": f"{tokens.RADIUS_CONTROL}px",
        "radius_card": f"{tokens.RADIUS_CARD}px",
        "heading": f"{tokens.HEADING_PIXELS}px",
        "title": f"{tokens.TITLE_PIXELS}px",
        "small": f"{tokens.SMALL_PIXELS}px",
    }
    veil = with_alpha(chosen.paper, _VEIL_ALPHA)
    measures["veil"] = f"rgba({veil.red()}, {veil.green()}, {veil.blue()}, {veil.alpha()})"
    kind = "dark" if chosen.dark else "light"
    marks = {
        name: resource("themes", f"{name}-{kind}.svg").as_posix()
        for name in ("tick", "up", "down", "cross")
    }
    return template.substitute(colours, **measures, **marks)


def with_alpha(colour: str, alpha: float) -> QColor:
    """A colour of a theme, let through by `alpha` (0 to 1)."""
    result = QColor(colour)
    result.setAlphaF(alpha)
    return result
