"""What models are called, and what is said of them on every page."""

import pytest

from app.domain.model_shelf import ModelVerdict, title_of
from app.ui.message_bar import MessageBar
from app.ui.models.model_notices import ModelNotices


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("rwkv7-g1k-1.5b-20260930-ctx25600.pth", "RWKV-7 G1k 1.5B"),
        ("RWKV-x070-World-2.9B-v3-20250211-ctx4096.pth", "RWKV-7 World 2.9B v3"),
        ("RWKV-5-World-3B-v2-20231118-ctx16k.pth", "RWKV-5 World 3B v2"),
        ("rwkv_v5.2_7B_role_play_16k.pth", "RWKV-5.2 7B Role Play"),
        ("my own model.safetensors", "my own model"),
        ("", ""),
        ("rwkv7-", "RWKV-7"),
    ],
)
def test_file_names_become_titles(name, title):
    assert title_of(name) == title


def test_a_damaged_model_is_told_on_every_page(theme, qtbot):
    bars = [MessageBar(theme) for _each in range(3)]
    for bar in bars:
        qtbot.addWidget(bar)
    notices = ModelNotices(bars[0], bars[1], bars[2:], bars[0])
    notices.show_tested(ModelVerdict("k", "small", False, 3, 32))
    assert all("3 of 32" in bar.current.what for bar in bars)
    assert "damaged" in bars[1].current.todo
    bars[1].close_current()
    assert [bar.current for bar in bars] == [None, None, None]
    notices.show_tested(ModelVerdict("k", "small", False, 3, 32))
    notices.show_tested(ModelVerdict("k", "small", True, 32, 32))
    assert [bar.current for bar in bars] == [None, None, None]
