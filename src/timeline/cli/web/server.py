"""The server of the review page: on this machine only, reading what is published, writing through the desk."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Lock
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import bottle
import click

from timeline import report
from timeline.cli.cells import one_line
from timeline.cli.web.guard import HEADERS, HOST, Guard
from timeline.cli.web.pages import environment, view
from timeline.errors import TimelineError, UsageError
from timeline.ingest.deciding import Signed, Wish, decide
from timeline.ingest.reviewing import changed, wish
from timeline.ingest.typed import Typed
from timeline.report.passages import neighbours, passages

if TYPE_CHECKING:
    import polars as pl

    from timeline.ingest.settings import Settings
    from timeline.report import Database

Find = Callable[["Database"], "pl.DataFrame"]
_ASSETS: Final = {"review.css": "text/css; charset=utf-8", "review.js": "text/javascript; charset=utf-8"}
_MOST_BYTES: Final = 1 << 20
_WORDS: Final = 500


@dataclass(slots=True)
class Review:
    """The queue as it is published now, and what was decided on the page."""

    find: Find
    link: Path
    settings: Settings
    who: str
    who_from: str
    because: str | None = None
    made: list[tuple[str, str]] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)
    _seen: tuple[Path, list[dict[str, Any]]] | None = None

    def items(self) -> list[dict[str, Any]]:
        """The queue; read anew when something was published since."""
        target = self.link.resolve()
        with self._lock:
            if self._seen is None or self._seen[0] != target:
                with report.open(self.link) as database:
                    self._seen = (target, self.find(database).to_dicts())
            return self._seen[1]

    def answer(self, item: dict[str, Any], verb: str, because: str, form: Any) -> str:
        """Decide; the id of the decision. One decision at a time: whoever else decides is waited for."""
        because = because.strip()[:_WORDS] or self.because or f"reviewed: {item['why']}"
        with self._lock:
            told: dict[str, Any] = {}
            other = form.get("other")
            if verb == "edit":
                other, told = form.get("claim"), self._told(form)
            return self._decide(item["item"], wish(item, verb, because, other=other, told=told))

    def undo(self) -> str:
        """Take back the last decision of this page; gives the item that it was about."""
        with self._lock:
            if not self.made:
                raise UsageError("nothing was decided yet")
            item, name = self.made[-1]
            self._decide(None, Wish("undo", (name,), {}, "taken back in the review"))
            self.made.pop()
        return item

    def _told(self, form: Any) -> dict[str, Any]:
        now = {name.removeprefix("now."): form[name] for name in form if name.startswith("now.")}
        was = {name.removeprefix("was."): form[name] for name in form if name.startswith("was.")}
        return changed(Typed(self.settings), _lines(was), _lines(now))

    def _decide(self, item: str | None, wanted: Wish) -> str:
        done = decide(self.settings, wanted, Signed(self.who, self.who_from, wanted.because or ""))
        self._seen = None
        if item is not None:
            self.made.append((item, done.decisions[0].id))
        return done.decisions[0].id


def _lines(told: dict[str, str]) -> dict[str, str]:
    """A form sends line breaks its own way."""
    return {name: text.replace("\r\n", "\n") for name, text in told.items()}


def application(review: Review, guard: Guard) -> bottle.Bottle:
    """The pages, behind the guard."""
    app, templates = bottle.Bottle(), environment()

    @app.hook("before_request")  # type: ignore[untyped-decorator]
    def check() -> None:
        request = bottle.request
        if not guard.is_here(request.get_header("Host")):
            raise _refused("this page is only for the browser on this machine")
        known = guard.knows(request.get_cookie(guard.cookie)) or guard.knows(request.query.getunicode("token"))
        if not known and request.path != "/review.css":
            raise _refused("open the address that `timeline review --web` printed; it holds a token")

    @app.hook("after_request")  # type: ignore[untyped-decorator]
    def secure() -> None:
        for name, value in HEADERS.items():
            bottle.response.set_header(name, value)

    @app.get("/")  # type: ignore[untyped-decorator]
    def page() -> str:
        query = bottle.request.query
        if guard.knows(query.getunicode("token")):
            bottle.response.set_cookie(guard.cookie, guard.token, httponly=True, samesite="strict", path="/")
            return _go("/")
        return _page(review, guard, templates, query.getunicode("item"), query.getunicode("said"))

    @app.post("/answer")  # type: ignore[untyped-decorator]
    def answer() -> str:
        form = _form(guard)
        try:
            return _answered(review, form)
        except TimelineError as error:
            bottle.response.status = 409
            return _page(review, guard, templates, form.get("item"), None, problem=one_line(str(error)))

    @app.get("/<name>")  # type: ignore[untyped-decorator]
    def asset(name: str) -> bytes:
        if name not in _ASSETS:
            raise bottle.HTTPError(404, "no such page")
        bottle.response.content_type = _ASSETS[name]
        return (files("timeline.cli.web") / name).read_bytes()

    app.default_error_handler = _told
    return app


def _answered(review: Review, form: Any) -> str:
    """Decide what a form asks for, and go on to the next item; to an item that was taken back."""
    verb, items = form.get("verb") or "", review.items()
    if verb == "undo":
        item = review.undo()
        return _go("/?" + urlencode({"item": item, "said": "taken back"}))
    at = _place(items, form.get("item"))
    if not items or items[at]["item"] != form.get("item"):
        raise UsageError("that is settled already; here is what is left")
    item, name = items[at]["item"], review.answer(items[at], verb, form.get("because") or "", form)
    left = [one["item"] for one in items[at + 1 :]]
    still = {one["item"] for one in review.items()}
    after = next((one for one in left if one in still and one != item), None)
    return _go("/?" + urlencode({**({"item": after} if after else {}), "said": f"{verb}: {name}"}))


def _page(
    review: Review, guard: Guard, templates: Any, item: str | None, said: str | None, *, problem: str | None = None
) -> str:
    items = review.items()
    at = _place(items, item)
    shown, near = [], []
    if items:
        claims = items[at]["claims"] or []
        with report.open(review.link) as database:
            shown = passages(database, claims)
            near = neighbours(database, claims[0]) if len(claims) == 1 else []
    more = {"form": guard.form, "near": near, "said": said, "problem": problem, "who": review.who, "made": review.made}
    kinds = sorted(Typed(review.settings).kinds)
    return str(templates.get_template("review.html").render(view(items, at, shown, kinds=kinds, **more)))


def _place(items: Sequence[dict[str, Any]], item: str | None) -> int:
    return next((place for place, one in enumerate(items) if one["item"] == item), 0)


def _form(guard: Guard) -> Any:
    """The fields of a form that may write; refused otherwise, before anything is read."""
    request = bottle.request
    if (request.content_length or 0) > _MOST_BYTES:
        raise bottle.HTTPError(413, "too long")
    form = request.forms.decode("utf-8")
    if not guard.may_write(request.headers, form.get("form")):
        raise _refused("this form was not sent by the review page; nothing was decided")
    return form


def _refused(why: str) -> bottle.HTTPResponse:
    return bottle.HTTPResponse(f"{why}\n", 403, {**HEADERS, "Content-Type": "text/plain; charset=utf-8"})


def _go(where: str) -> str:
    bottle.response.status = 303
    bottle.response.set_header("Location", where)
    return ""


def _told(error: bottle.HTTPError) -> str:
    bottle.response.content_type = "text/plain; charset=utf-8"
    if error.status_code >= 500 and error.traceback:
        sys.stderr.write(error.traceback)
    return f"{error.body}\n"


class _Server(ThreadingMixIn, WSGIServer):
    """A browser opens connections ahead and leaves them idle: each has a thread of its own."""

    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    """Addresses hold the token: they stay out of what is printed."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def started(review: Review, port: int) -> tuple[WSGIServer, Guard]:
    """A server that listens on this machine only, and its guard. Raises UsageError where the port is taken."""
    try:
        server = make_server(HOST, port, lambda *_: [], _Server, _Quiet)
    except OSError as error:
        reason = (error.strerror or "").lower()
        raise UsageError(f"port {port} can't be used ({reason}); choose another with --port") from error
    guard = Guard(server.server_port)
    server.set_app(application(review, guard))
    return server, guard


def serve(find: Find, link: Path, settings: Settings, signed: tuple[str, str, str | None], port: int) -> int:
    """Serve the review until it is interrupted; prints its address. Raises WarehouseError with nothing published."""
    review = Review(find, link, settings, *signed)
    review.items()
    server, guard = started(review, port)
    with server:
        click.echo(guard.address)
        click.echo("the review is at this address, for the browser on this machine; Ctrl-C ends it", err=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("ended", err=True)
    return 0
