"""How this program speaks with a hub: endpoint, token, proxy. Knows no files.

The session is huggingface_hub's own, one for the process. The library is never given the token:
a hook of the session adds it to requests whose scheme, host and port are those of the official
hub, and to no others. So it follows no redirect, and no mirror ever sees it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

import httpx2
from huggingface_hub import constants, get_session, set_client_factory

from engine.types import UserError

OFFICIAL = "https://huggingface.co"
CONNECT_SECONDS = 15.0
STALL_SECONDS = 30.0
"""A connection that says nothing for so long is taken for dead."""

_PORTS = {"http": 80, "https": 443}
_PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")


@dataclass(frozen=True)
class HubAccess:
    """What the user set. `mirror` "" is the official hub; `proxy` "" is that of the environment
    (HTTPS_PROXY and the like), if it names one. `official` is where the token belongs."""

    mirror: str = ""
    token: str = ""
    proxy: str = ""
    official: str = OFFICIAL
    stall_seconds: float = STALL_SECONDS

    def __repr__(self) -> str:
        """Without the token, which must not get into a log."""
        return f"HubAccess(endpoint={self.endpoint!r}, token={'***' if self.token else ''!r})"

    @property
    def endpoint(self) -> str:
        """Where requests go, without a slash at the end."""
        return (self.mirror.strip() or self.official).rstrip("/")

    @property
    def host(self) -> str:
        """The host of `endpoint`, to show."""
        return urlsplit(self.endpoint).netloc or self.endpoint


def open_session(access: HubAccess) -> None:
    """Makes `access` that of all requests from now on. Raises `UserError` for a bad address."""
    if _opened() == access:
        return
    _require_address(access.endpoint, ("http", "https"))
    if access.proxy:
        _require_address(access.proxy, _PROXY_SCHEMES)
    # Else the library asks the hub who else uses it, and tells the names of other programs.
    constants.HF_HUB_DISABLE_TELEMETRY = True
    set_client_factory(partial(_client, access))


def environment_mirror() -> str:
    """The mirror that HF_ENDPOINT names, as other programs know it; "" if there is none."""
    named = os.environ.get("HF_ENDPOINT", "").strip().rstrip("/")
    return "" if named == OFFICIAL else named


def _opened() -> HubAccess | None:
    """What the library's session was opened with, if that was done here."""
    try:
        hooks = get_session().event_hooks["request"]
    except (ImportError, ValueError, UserError):
        return None  # a proxy of the environment that cannot be used: `_client` explains it
    guard = hooks[0] if hooks else None
    found = guard.args[0] if isinstance(guard, partial) and guard.func is _guard else None
    return found if isinstance(found, HubAccess) else None


def _client(access: HubAccess) -> httpx2.Client:
    try:
        return httpx2.Client(
            event_hooks={"request": [partial(_guard, access)]},
            follow_redirects=True,
            timeout=httpx2.Timeout(access.stall_seconds, connect=CONNECT_SECONDS),
            proxy=access.proxy or None,
        )
    except (ImportError, ValueError) as error:  # a kind of proxy that needs another package
        raise UserError(
            "The proxy {proxy} cannot be used: {reason}.",
            "Use one of http:// or https://.",
            proxy=access.proxy or "HTTPS_PROXY, ALL_PROXY",
            reason=error,
        ) from error


def _guard(access: HubAccess, request: httpx2.Request) -> None:
    """Sees every request, each step of a redirect too."""
    request.headers.pop("authorization", None)
    if access.token and _origin(str(request.url)) == _origin(access.official):
        request.headers["authorization"] = f"Bearer {access.token}"
    request.headers["user-agent"] = "longscroll"
    if constants.HF_HUB_OFFLINE:
        raise UserError(
            "Longscroll may not use the network: HF_HUB_OFFLINE is set.",
            "Start Longscroll without this variable to download models.",
        )


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or _PORTS.get(parts.scheme)


def _require_address(address: str, schemes: tuple[str, ...]) -> None:
    try:
        parts = urlsplit(address)
        usable = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise UserError(
            "“{address}” is not an address that can be used.",
            "It should look like https://example.org.",
            address=address,
        )
