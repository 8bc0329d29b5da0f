"""Origin marks against the plainest model there is: one entry for each character."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.origin import Mark, OriginMarks

LENGTH = 24
positions = st.integers(0, LENGTH)
lengths = st.integers(0, 6)
generations = st.tuples(st.one_of(st.none(), st.integers(1, 3)), st.booleans())
raw_marks = st.lists(st.tuples(positions, lengths, generations), max_size=4)


def as_marks(raw):
    return [
        Mark(start, start + length, *generation)
        for start, length, generation in sorted(raw, key=lambda m: m[0])
    ]


def written(cells):
    """What the marks of these characters should be; an unmarked character is ""."""
    marks = []
    for position, generation in enumerate(cells):
        if generation == "":
            continue
        if marks and marks[-1].end == position and marks[-1][2:] == generation:
            marks[-1] = Mark(marks[-1].start, position + 1, *generation)
        else:
            marks.append(Mark(position, position + 1, *generation))
    return marks


def paint(cells, marks):
    """Earlier marks win, as in the real thing."""
    for start, end, *origin in reversed(marks):
        for position in range(start, min(end, len(cells))):
            cells[position] = tuple(origin)
    return cells


def sequential(raw):
    """Marks that do not overlap, from any raw ones."""
    marks, done = [], 0
    for start, end, *origin in as_marks(raw):
        if max(start, done) < end:
            marks.append(Mark(max(start, done), end, *origin))
            done = end
    return marks


@given(raw_marks, st.lists(st.tuples(positions, lengths, lengths, raw_marks), max_size=8))
def test_any_edits_leave_the_marks_that_a_list_of_characters_has(raw, edits):
    start = sequential(raw)
    cells = paint([""] * (LENGTH + 8), start)
    marks = OriginMarks(start)
    assert list(marks) == written(cells)
    for at, removed, added, new in edits:
        at = min(at, len(cells))
        removed = min(removed, len(cells) - at)
        inserted = [m.moved(at + m.start, at + m.end) for m in sequential(new)]
        marks.change(at, removed, added, inserted)
        fresh = paint([""] * added, [m.moved(m.start - at, m.end - at) for m in inserted])
        cells[at : at + removed] = fresh
        assert list(marks) == written(cells)


@given(raw_marks, positions, lengths)
def test_inserting_and_removing_the_same_range_changes_nothing(raw, at, length):
    marks, before = OriginMarks(sequential(raw)), OriginMarks(sequential(raw))
    marks.insert(at, length)
    marks.remove(at, length)
    assert marks == before


@given(raw_marks, positions, positions)
def test_within_gives_the_marks_of_a_range_cut_to_it(raw, a, b):
    start, end = min(a, b), max(a, b)
    cells = paint([""] * (LENGTH + 8), sequential(raw))
    inside = ["" if not start <= i < end else cell for i, cell in enumerate(cells)]
    assert OriginMarks(sequential(raw)).within(start, end) == written(inside)


def test_replacing_a_range_leaves_the_rest_of_a_mark_on_both_sides():
    marks = OriginMarks([Mark(0, 10, 1)])
    marks.replace_range(3, 6, [Mark(4, 5, 2)])
    assert list(marks) == [Mark(0, 3, 1), Mark(4, 5, 2), Mark(6, 10, 1)]


def test_typing_inside_a_mark_splits_it():
    marks = OriginMarks([Mark(2, 6, 1)])
    marks.insert(4, 1)
    assert list(marks) == [Mark(2, 4, 1), Mark(5, 7, 1)]
    assert marks.of_generation(1) == list(marks)
    assert len(marks) == 2


def test_what_a_person_changed_is_found_but_not_part_of_what_the_model_wrote():
    marks = OriginMarks([Mark(0, 3, 1), Mark(3, 4, 1, changed=True), Mark(4, 6, 1)])
    assert marks.of_generation(1) == [Mark(0, 3, 1), Mark(4, 6, 1)]
    assert [marks.at(n) for n in (0, 3, 5, 6)] == [
        Mark(0, 3, 1),
        Mark(3, 4, 1, changed=True),
        Mark(4, 6, 1),
        None,
    ]
