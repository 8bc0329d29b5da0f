"""A model hub on loopback that can misbehave. Knows the paths that are asked, not who asks."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

PORTAL = b"<!DOCTYPE html><html><body>Please log in to this network</body></html>"


@dataclass
class HubRules:
    """How the hub behaves. `files` are path -> bytes of the one repository `me/model`."""

    files: dict[str, bytes] = field(default_factory=dict)
    ranges: bool = True
    drop_after: int | None = None
    """Bytes after which each answer's connection is cut; once per file start if `drops` says."""
    drops: int = 10**9
    byte_pause: float = 0.0
    """Seconds between pieces of 4 KiB."""
    status: int | None = None
    error_code: str = ""
    portal: bool = False
    portal_on_get: bool = False
    cdn: str | None = None
    """Redirect downloads to this base address."""
    lies_about: str | None = None
    """Etag that is told instead of the true one."""
    html_listing: bool = False
    busy: int = 0
    """How many requests are answered with 503 first."""
    silent: bool = False
    """Answers with the first piece of a file, and then with nothing."""
    after_drop: dict[str, bytes] = field(default_factory=dict)
    """What the files are once a connection was cut."""


class FakeHub:
    """Serves until `close`. `seen` are (method, path, headers) of all requests."""

    def __init__(self, rules: HubRules | None = None) -> None:
        self.rules = rules or HubRules()
        self.seen: list[tuple[str, str, dict[str, str]]] = []
        hub = self

        class Handler(_Handler):
            owner = hub

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.block_on_close = False
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def downloads(self) -> list[dict[str, str]]:
        """The headers of all GETs of files."""
        wanted = ("/resolve/", "/cdn/")
        gets = [(path, headers) for method, path, headers in self.seen if method == "GET"]
        return [headers for path, headers in gets if any(each in path for each in wanted)]

    def tokens(self) -> list[str]:
        return [h["authorization"] for _, _, h in self.seen if "authorization" in h]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Whoever asked has gone, which is what these tests are about."""


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class _Handler(BaseHTTPRequestHandler):
    owner: FakeHub
    protocol_version = "HTTP/1.1"

    def log_message(self, *_args):
        pass

    def do_HEAD(self):
        self._answer(body=False)

    def do_GET(self):
        self._answer(body=True)

    def _answer(self, *, body: bool):
        rules = self.owner.rules
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.owner.seen.append((self.command, self.path, headers))
        path = unquote(urlsplit(self.path).path)
        if rules.busy > 0:
            rules.busy -= 1
            return self._plain(503, b"busy", body)
        if rules.portal or (rules.portal_on_get and body and "/api/" not in path):
            return self._plain(200, PORTAL, body, {"Content-Type": "text/html; charset=utf-8"})
        if rules.status:
            extra = {"X-Error-Code": rules.error_code} if rules.error_code else {}
            return self._plain(rules.status, b"no", body, extra)
        if path.startswith("/api/models/me/model/tree/"):
            return self._listing(body)
        for prefix in ("/me/model/resolve/main/", "/cdn/"):
            name = path.removeprefix(prefix)
            if path.startswith(prefix) and name in rules.files:
                return self._file(rules.files[name], name, body, path.startswith("/cdn/"))
        code = "EntryNotFound" if path.startswith("/me/model/") else "RepoNotFound"
        return self._plain(404, b"no", body, {"X-Error-Code": code})

    def _listing(self, body: bool):
        rules = self.owner.rules
        if rules.html_listing:
            return self._plain(200, PORTAL, body, {"Content-Type": "text/html"})
        query = urlsplit(self.path).query
        names = sorted(rules.files)
        half = (len(names) + 1) // 2
        page = names[half:] if "cursor=" in query else names[:half]
        entries = [
            {
                "type": "file",
                "oid": "0" * 40,
                "path": name,
                "size": len(rules.files[name]),
                "lfs": {"oid": sha256(rules.files[name]), "size": 1, "pointerSize": 130},
            }
            for name in page
        ] + [{"type": "directory", "oid": "1" * 40, "path": "folder"}]
        extra = {"Content-Type": "application/json"}
        if "cursor=" not in query:
            extra["Link"] = f'<{self.owner.address}{self.path}&cursor=x>; rel="next"'
        return self._plain(200, json.dumps(entries).encode(), body, extra)

    def _file(self, data: bytes, name: str, body: bool, on_cdn: bool):
        rules = self.owner.rules
        etag = rules.lies_about or sha256(data)
        known = {"X-Repo-Commit": "c" * 40, "ETag": f'"{etag}"'}
        if rules.cdn and not on_cdn:
            known |= {"Location": f"{rules.cdn}/cdn/{name}", "X-Linked-Size": str(len(data))}
            self._plain(302, b"", body, known | {"X-Linked-Etag": f'"{etag}"'})
            return
        start, status = 0, 200
        wanted = self.headers.get("Range")
        if wanted and rules.ranges:
            start, status = int(wanted.removeprefix("bytes=").rstrip("-")), 206
            if start >= len(data):
                self._plain(416, b"", body)
                return
            known["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        self.send_response(status)
        for key, value in known.items():
            self.send_header(key, value)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        if body:
            self._send(data[start:], start)

    def _send(self, data: bytes, start: int):
        rules = self.owner.rules
        limit = len(data)
        if rules.drop_after is not None and rules.drops > 0 and rules.drop_after < limit:
            rules.drops -= 1
            limit = rules.drop_after
            rules.files |= rules.after_drop
        try:
            for at in range(0, limit, 4096):
                if rules.silent and start + at:
                    time.sleep(20)
                self.wfile.write(data[at : min(limit, at + 4096)])
                self.wfile.flush()
                if rules.byte_pause:
                    time.sleep(rules.byte_pause)
        except OSError:
            pass
        if limit < len(data):
            self.close_connection = True

    def _plain(self, status: int, data: bytes, body: bool, extra: dict[str, str] | None = None):
        self.send_response(status)
        for key, value in (extra or {}).items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if body:
            self.wfile.write(data)
