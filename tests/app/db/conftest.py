"""A library in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db.storage import Storage


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "数据 folder" / "library.sqlite3"


@pytest.fixture
def storage(library: Path) -> Iterator[Storage]:
    storage = Storage(library, busy_seconds=0.1)
    storage.opened.result()
    yield storage
    assert storage.close()
