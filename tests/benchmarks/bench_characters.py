"""The library of characters at its size: shows, scrolls and filters; prints figures.

`python -m tests.benchmarks.bench_characters [--characters 1000]`

Each character has a picture of its own. A frame is a step of the wheel and the paint after it;
pictures are decoded on other threads meanwhile, so some frames have monograms instead. Asserts
nothing.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication

from app.domain.cards import CharacterSummary
from app.domain.character_library import Order
from app.pictures import thumbnail
from app.ui.characters.characters_page import CharactersPage
from app.ui.theme import Theme

TAGS = ("fantasy", "sea", "healer", "modern", "horror", "comedy", "历史", "OC", "royalty", "slow")
SYLLABLES = ("se", "ra", "phi", "na", "mo", "lin", "dai", "yu", "bran", "ka", "to", "mas")
STEPS = 400


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--characters", type=int, default=1000)
    options = parser.parse_args()
    app = QApplication([])
    chance = random.Random(1)
    began = time.perf_counter()
    characters = [character(number, chance) for number in range(1, options.characters + 1)]
    seconds = time.perf_counter() - began
    print(f"thumbnails made: {1000 * seconds / len(characters):.1f} ms each")
    sizes = sum(len(one.thumbnail) for one in characters)
    print(f"thumbnails: {sizes / len(characters) / 1024:.1f} KiB each")
    page = CharactersPage(Theme(app, "light"))
    page.resize(1310, 738)
    page.show()
    app.processEvents()
    report("shown", [timed(app, lambda: page.set_characters(characters))])
    scroll(app, page, "scrolled, pictures on the way")
    settle(app, page)
    scroll(app, page, "scrolled again")
    report("filtered, a key", [timed(app, key) for key in keys(page)])
    report("sorted", [timed(app, order) for order in orders(page)])
    report("a tag", [timed(app, chip.click) for chip in list(page.filter._chips.values())[:5]])
    page.filter.clear()
    report("chosen", [timed(app, lambda n=n: page.select(n)) for n in range(1, 50, 7)])
    settle(app, page)
    return 0


def character(number: int, chance: random.Random) -> CharacterSummary:
    """One with a name, tags and a picture that no other has."""
    name = "".join(chance.choices(SYLLABLES, k=3)).title()
    now = datetime.now(UTC)
    return CharacterSummary(
        number,
        f"{name} {number}",
        tuple(chance.sample(TAGS, 3)),
        f"maker{number % 40}",
        number % 9 == 0,
        number % 5,
        thumbnail(picture(number)),
        now - timedelta(hours=number) if number % 5 else None,
        now - timedelta(days=number),
    )


def picture(number: int) -> bytes:
    """A PNG of 400 × 600 pixels, as cards have."""
    image = QImage(400, 600, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    shades = QLinearGradient(0, 0, 400, 600)
    for place in range(5):
        shades.setColorAt(place / 4, QColor.fromHsv((37 * number + 60 * place) % 360, 120, 200))
    painter.fillRect(image.rect(), shades)
    for line in range(0, 600, 12):
        painter.drawLine(0, line, 400, (line * number) % 600)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def timed(app: QApplication, act: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds until it is done and painted, and of them those of this thread's own work: the
    others count on a machine that does much else."""
    began, worked = time.perf_counter(), time.thread_time()
    act()
    app.processEvents()
    return 1000 * (time.perf_counter() - began), 1000 * (time.thread_time() - worked)


def scroll(app: QApplication, page: CharactersPage, name: str) -> None:
    """Turns the wheel from the first to the last, and back to the first."""
    view = page.grid.viewport()
    middle = QPointF(view.rect().center())

    def turn() -> None:
        event = QWheelEvent(
            middle,
            QPointF(view.mapToGlobal(view.rect().center())),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view, event)

    report(name, [timed(app, turn) for _ in range(STEPS)])
    page.grid.scrollToTop()
    app.processEvents()


def settle(app: QApplication, page: CharactersPage) -> None:
    """All pictures are decoded."""
    page.pictures.wait()
    app.processEvents()


def keys(page: CharactersPage) -> list[Callable[[], object]]:
    """Typing a name and taking it back."""
    words = "seraphina"
    typed = [words[:n] for n in (*range(1, len(words) + 1), *range(len(words) - 1, -1, -1))]
    return [lambda text=text: page.filter.search.setText(text) for text in typed]


def orders(page: CharactersPage) -> list[Callable[[], object]]:
    """Each order once."""

    def choose(order: Order) -> None:
        page.filter._order.show_value(order)
        page.filter._order.activated.emit(0)

    return [lambda order=order: choose(order) for order in (*Order, Order.USED)]


def report(name: str, times: Sequence[tuple[float, float]]) -> None:
    parts = []
    for words, values in zip(("wall", "own"), zip(*times, strict=True), strict=True):
        ordered = sorted(values)
        high = ordered[min(len(ordered) - 1, round(0.99 * len(ordered)))]
        middle = statistics.median(ordered)
        parts.append(
            f"{words}: median {middle:6.2f} ms, 99 % {high:6.2f}, worst {ordered[-1]:6.2f}"
        )
    print(f"{name:30} {'; '.join(parts)} (of {len(times)})")


if __name__ == "__main__":
    sys.exit(main())
