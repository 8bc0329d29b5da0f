"""What tests of widgets and controllers share."""

import pytest

from app.ui.language import Language
from app.ui.theme import Theme
from tests.app import window_rig


@pytest.fixture(scope="session")
def theme(qapp):
    """The light theme, worn by the one application of the test run."""
    return Theme(qapp, "light")


@pytest.fixture(scope="session")
def english(qapp):
    """The language of the tests, in which "%n word(s)" has its plurals."""
    return Language(qapp, "en")


@pytest.fixture(scope="session", autouse=True)
def empty_clipboard(qapp):
    """Without a screen, Qt frees the clipboard after Python has ended; what Python made and put
    there would then bring the whole process down."""
    yield
    qapp.clipboard().clear()


@pytest.fixture
def rig(qapp, qtbot, theme, tmp_path, english):
    """The whole window, shown, with a silent fake engine and one story open."""
    rig = window_rig.build(qapp, tmp_path, theme=theme)
    rig.window.show()
    qtbot.waitExposed(rig.window)
    rig.documents.start(0, ("The Boat", "Once upon a time"))
    yield rig
    rig.close()
    theme.use("light")
    rig.language.use("en")


@pytest.fixture
def editor(rig):
    """The page of that window; the story on it is "Once upon a time", the caret at its end."""
    rig.window.editor.moveCursor(rig.window.editor.textCursor().MoveOperation.End)
    return rig.window.editor
