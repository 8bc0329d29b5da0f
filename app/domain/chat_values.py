"""Settings of chats as JSON values, which is how they are kept. Knows nothing of where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from app.domain.chat import ChatSettings


def chat_settings_values(settings: ChatSettings) -> dict[str, Any]:
    """Settings as JSON values."""
    return asdict(settings)


def chat_settings_from(values: Mapping[str, Any]) -> ChatSettings:
    """Settings from `chat_settings_values`; what is missing is as usual."""
    known = {spec.name for spec in fields(ChatSettings)}
    return ChatSettings(**{name: value for name, value in values.items() if name in known})
