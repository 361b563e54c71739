"""Feeds that are fetched from a URL, by a server on loopback."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from project_fixture import Project

from timeline.config.project import Feed
from timeline.errors import ExitCode
from timeline.ingest.fetch import Fetched, Manners, fetch

NOW = datetime(2022, 9, 27, 18, tzinfo=UTC)
QUICK = Manners(connect=2, read=0.5, whole=2, size=1 << 20, tries=3, pause=0.01, longest_pause=0.5)
BODY = (
    b"<rss version='2.0'><channel><title>Wire</title><item><guid>1</guid><title>T</title>"
    b"<pubDate>Tue, 27 Sep 2022 12:00:00 +0300</pubDate>"
    b"<description>A draft office in Omsk caught fire on Monday.</description></item></channel></rss>"
)


@dataclass
class Server:
    """What a server answers, request by request; the last answer is given again and again."""

    address: str = ""
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def says(self, *answers: tuple[int, dict[str, str], bytes]) -> None:
        self.answers = list(answers)


@pytest.fixture
def server() -> Iterator[Server]:
    told = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append((self.path, dict(self.headers)))
            status, headers, body = told.answers.pop(0) if len(told.answers) > 1 else told.answers[0]
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        told.address = f"http://127.0.0.1:{running.server_port}"
        yield told
        running.shutdown()


@pytest.fixture
def get(server: Server, tmp_path: Path) -> Callable[..., Fetched]:
    def run(path: str = "/feed", manners: Manners = QUICK, now: datetime = NOW) -> Fetched:
        feed = Feed("wire", ("wire/*",), f"{server.address}{path}", {"format": "article"}, "UTC")
        return fetch(feed, tmp_path, now, manners)

    return run


def ok(body: bytes = BODY, **headers: str) -> tuple[int, dict[str, str], bytes]:
    return 200, {name.replace("_", "-"): value for name, value in headers.items()}, body


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "wire").iterdir() if not path.name.startswith("."))


def test_bytes_are_kept_under_the_moment_of_the_fetch(
    server: Server, get: Callable[..., Fetched], tmp_path: Path
) -> None:
    server.says(ok(Content_Type="application/rss+xml; charset=utf-8"))
    found = get()
    assert found.problem is None
    assert found.path is not None
    assert found.path.read_bytes() == BODY
    assert kept(tmp_path) == ["20220927T180000Z.rss", "20220927T180000Z.rss.toml"]
    assert "known_at = 2022-09-27T18:00:00+00:00" in (tmp_path / "wire" / "20220927T180000Z.rss.toml").read_text()
    assert server.asked[0][1]["User-Agent"].startswith("timeline/")


def test_an_unchanged_feed_is_not_fetched_again(server: Server, get: Callable[..., Fetched], tmp_path: Path) -> None:
    modified = "Tue, 27 Sep 2022 10:00:00 GMT"
    server.says(ok(ETag='"v1"', Last_Modified=modified), (304, {}, b""))
    get()
    assert get() == Fetched()
    assert server.asked[1][1]["If-None-Match"] == '"v1"'
    assert server.asked[1][1]["If-Modified-Since"] == modified
    server.says(ok())
    assert get() == Fetched(), "the same bytes again are no delivery"
    server.says(ok(BODY + b" "))
    assert get().path is not None
    assert len(kept(tmp_path)) == 4
    for file in (tmp_path / "wire").glob("2022*"):
        file.unlink()
    assert get().path is not None, "what was removed is fetched anew"


def test_redirects_are_followed_but_not_without_end_and_not_anywhere(
    server: Server, get: Callable[..., Fetched]
) -> None:
    server.says((301, {"Location": "/new"}, b""), ok())
    assert get().path is not None
    assert server.asked[-1][0] == "/new"
    server.says((302, {"Location": "/loop"}, b""))
    assert "redirects" in (get("/loop").problem or "")
    server.says((302, {"Location": "file:///etc/passwd"}, b""))
    assert "not the web" in (get("/file").problem or "")


def test_a_busy_server_is_asked_again_with_pauses(server: Server, get: Callable[..., Fetched]) -> None:
    server.says((503, {}, b""), (429, {"Retry-After": "0"}, b""), ok())
    assert get().path is not None
    assert len(server.asked) == 3
    server.says((429, {"Retry-After": "3600"}, b""))
    assert "429" in (get("/later").problem or "")
    assert len(server.asked) == 4, "an hour is for the next run"
    server.says((404, {}, b""))
    assert get("/gone").problem == f"feed 'wire': {server.address}/gone can't be fetched: the server answers 404"
    assert len(server.asked) == 5


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (ok(b""), "empty"),
        (ok(b"x" * (2 << 20)), "larger than 1 MiB"),
        (ok(gzip.compress(b"x" * (64 << 20)), Content_Encoding="gzip"), "larger than 1 MiB"),
        (ok(b"no gzip", Content_Encoding="gzip"), "packed wrongly"),
        (ok(b"short", Content_Length="500"), "breaks off"),
    ],
)
def test_what_a_server_does_wrong_is_told_in_one_line(
    server: Server, get: Callable[..., Fetched], tmp_path: Path, answer: tuple[int, dict[str, str], bytes], told: str
) -> None:
    server.says(answer)
    problem = get().problem or ""
    assert told in problem
    assert "\n" not in problem
    assert kept(tmp_path) == []
    assert not list((tmp_path / "wire").glob(".*tmp"))


def test_secrets_come_from_the_environment_and_stand_nowhere(
    server: Server, get: Callable[..., Fetched], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "WIRE_KEY" in (get("/feed?key=${WIRE_KEY}").problem or "")
    monkeypatch.setenv("WIRE_KEY", "open-sesame")
    server.says((500, {}, b""))
    assert "open-sesame" not in (get("/feed?key=${WIRE_KEY}").problem or "")
    server.says(ok())
    get("/feed?key=${WIRE_KEY}")
    assert server.asked[-1][0] == "/feed?key=open-sesame"
    assert not any(b"open-sesame" in path.read_bytes() for path in (tmp_path / "wire").iterdir())


def test_nobody_listens(tmp_path: Path) -> None:
    feed = Feed("wire", ("wire/*",), "http://127.0.0.1:9/feed", {"format": "article"}, "UTC")
    assert "no connection (the next run tries again)" in (fetch(feed, tmp_path, NOW, QUICK).problem or "")


def test_a_fetched_feed_becomes_claims_and_a_failing_one_stops_nobody(server: Server, project: Project) -> None:
    server.says(ok())
    article = {"format": "article"}
    project.add("wire", article, url=f"{server.address}/feed")
    project.add("dead", article, url="http://127.0.0.1:9/feed")
    summary = project.ingest()
    assert (summary.deliveries, summary.exit_code) == (1, ExitCode.REJECTED)
    assert ["dead" in problem for problem in summary.problems] == [True]
    told = project.ask("SELECT document_id, feed, published_from FROM documents")
    assert told == [("Wire#1", "wire", "entry")]
    assert project.ask("SELECT count(*) > 0 FROM claims WHERE feed = 'wire'") == [(True,)]
