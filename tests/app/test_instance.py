"""One window for a library."""

from __future__ import annotations

from pathlib import Path

from app.instance import Instance


def test_the_second_window_finds_the_first_and_brings_it_forward(qtbot, tmp_path: Path) -> None:
    library = tmp_path / "library.sqlite3"
    first, second = Instance(library), Instance(library)
    assert not first.is_taken()
    assert second.is_taken()
    with qtbot.waitSignal(first.show_requested, timeout=3000):
        second.show_other()
    first.release()


def test_another_library_is_free_and_so_is_one_that_was_closed(qtbot, tmp_path: Path) -> None:
    first, other = Instance(tmp_path / "a.sqlite3"), Instance(tmp_path / "b.sqlite3")
    assert not first.is_taken()
    assert not other.is_taken()
    first.release()
    again = Instance(tmp_path / "a.sqlite3")
    assert not again.is_taken()
    for instance in (other, again):
        instance.release()
