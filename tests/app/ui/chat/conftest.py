"""A view, a page and messages for the tests of conversations."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.chat import Author, ChatMessage, Said
from app.ui.chat.chat_page import ChatPage
from app.ui.chat.chat_view import ChatView

DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


def make_message(depth, text=None, **values):
    """Odd depths are the user's. Ids are depths + 1000."""
    own = depth % 2 == 1
    said = Said(
        values.pop("author", Author.USER if own else Author.CHARACTER),
        "Anna" if own else "Mira",
        f"Message number {depth}." if text is None else text,
        reasoning=values.pop("reasoning", ""),
        hidden=values.pop("hidden", False),
        created_at=DAY + timedelta(minutes=depth),
    )
    return ChatMessage(depth + 1000, 1, None, depth, said, **values)


class Recorder:
    """Keeps what signals said, in order."""

    def __init__(self):
        self.said = []

    def listen(self, owner, *names):
        for name in names:
            getattr(owner, name).connect(
                lambda *values, name=name: self.said.append((name, *values))
            )


@pytest.fixture
def make():
    return make_message


@pytest.fixture
def heard():
    return Recorder()


@pytest.fixture
def messages():
    """What the storage behind the view would say, by depth; others are made up."""
    return {}


@pytest.fixture
def view(qtbot, theme, english, messages, heard):
    view = ChatView(theme)
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.page_wanted.connect(
        lambda start, count: view.show_page(
            start, [messages.get(n) or make_message(n) for n in range(start, start + count)]
        )
    )
    heard.listen(
        view,
        "edit_requested", "swipe_requested", "regenerate_requested", "continue_requested",
        "delete_requested", "hide_requested", "branch_requested", "checkpoint_requested",
        "leave_requested",
    )  # fmt: skip
    view.show()
    qtbot.waitExposed(view)
    return view


@pytest.fixture
def page(qtbot, theme, english):
    page = ChatPage(theme)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.view.page_wanted.connect(
        lambda start, count: page.view.show_page(
            start, [make_message(n) for n in range(start, start + count)]
        )
    )
    page.show()
    qtbot.waitExposed(page)
    return page
