"""The page: what a browser does with it, and what the server refuses."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import polars as pl
import pytest
from chromium import THERE, Chromium
from review_world import HOSTILE, World

from timeline.cli.web.guard import Guard
from timeline.cli.web.server import Review, started
from timeline.report.review import queue


class Site:
    """The page of a world, served by a thread."""

    def __init__(self, world: World) -> None:
        """Start it on a free port."""
        self.review = Review(queue, world.link, world.settings(), "Ada", "option")
        self.server, self.guard = started(self.review, 0)
        Thread(target=self.server.serve_forever, daemon=True).start()

    def send(self, method: str, path: str, body: dict[str, str] | None = None, **headers: str) -> tuple[int, str, Any]:
        """A request by hand: status, body, headers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.guard.port, timeout=60)
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            told.setdefault("Content-Type", "application/x-www-form-urlencoded")
        connection.request(method, path, urlencode(body) if body is not None else None, told)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers

    @property
    def own(self) -> dict[str, str]:
        """What the browser of the person sends."""
        return {
            "Cookie": f"{self.guard.cookie}={self.guard.token}",
            "Origin": f"http://127.0.0.1:{self.guard.port}",
        }


@pytest.fixture
def site(world: World) -> Iterator[Site]:
    made = Site(world)
    yield made
    made.server.shutdown()
    made.server.server_close()


def accept(site: Site, item: str, **more: str) -> dict[str, str]:
    return {"form": site.guard.form, "item": item, "verb": "accept", **more}


def test_it_listens_on_this_machine_only_and_shows_nothing_without_the_token(site: Site) -> None:
    assert site.server.server_address[0] == "127.0.0.1"
    for path in ("/", "/?token=", "/?token=wrong", "/?item=border", "/review.js"):
        status, text, _ = site.send("GET", path)
        assert (status, "token" in text) == (403, True)
    status, _, headers = site.send("GET", f"/?token={site.guard.token}")
    assert (status, headers["Location"]) == (303, "/")
    assert re.search("HttpOnly", headers["Set-Cookie"])
    assert re.search("SameSite=Strict", headers["Set-Cookie"], re.IGNORECASE)
    status, text, headers = site.send("GET", "/", Cookie=site.own["Cookie"])
    assert status == 200
    assert site.guard.token not in text
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")


def test_no_write_without_the_token_or_from_another_page(site: Site, world: World) -> None:
    item, own, here = world.claim("5"), site.own, f"127.0.0.1:{site.guard.port}"
    form = accept(site, item)
    refused: list[tuple[dict[str, str], dict[str, str]]] = [
        (form, {"Origin": own["Origin"]}),
        (form, {"Cookie": own["Cookie"]}),
        (form, {**own, "Origin": "http://evil.example"}),
        (form, {**own, "Origin": "null"}),
        (form, {**own, "Origin": f"https://{here}"}),
        (form, {**own, "Host": "evil.example"}),
        (form, {**own, "Host": f"evil.example:{site.guard.port}"}),
        (form, {**own, "Sec_Fetch_Site": "cross-site"}),
        ({**form, "form": ""}, own),
        ({**form, "form": site.guard.token}, own),
    ]
    for body, headers in refused:
        assert site.send("POST", "/answer", body, **headers)[0] == 403
    assert site.send("GET", f"/answer?{urlencode(form)}", None, **own)[0] == 404
    assert world.decisions() == []
    assert site.send("POST", "/answer", form, **own)[0] == 303
    assert [one["what"] for one in world.decisions()] == ["accept"]


def test_what_can_t_be_decided_is_said_and_nothing_is_kept(site: Site, world: World) -> None:
    item = world.claim("5")
    for body, line in (
        (accept(site, "gone"), "settled already"),
        ({**accept(site, item), "verb": "explode"}, "is no answer"),
        ({**accept(site, item), "verb": "merge", "other": "E<b>"}, "is no id"),
        ({**accept(site, item), "verb": "undo"}, "nothing was decided"),
        ({**accept(site, item), "verb": "edit", "now.value": "many", "was.value": "1"}, "is no number"),
    ):
        status, text, _ = site.send("POST", "/answer", body, **site.own)
        assert status == 409
        assert line in text
        assert "<b>" not in re.sub("signed as <b>Ada</b>", "", text)
    assert world.decisions() == []


def test_a_claim_from_the_phone_that_may_be_another_one_is_shown(site: Site, world: World) -> None:
    said = {"kind": "border_crossing", "form": "incident", "modality": "asserted", "place": "Vaalimaa", "country": "FI"}
    day = {"starts": "2022-09-24", "ends": "2022-09-24", "precision": "day", "lasting": False}
    world.say("add", **said, **day, title="Told on the phone")
    items = world.queue().filter(pl.col("title").str.contains("Told on the phone"))
    assert items.height
    for item in items["item"]:
        status, text, _ = site.send("GET", f"/?{urlencode({'item': item})}", **site.own)
        assert (status, "Told on the phone" in text) == (200, True)


def test_two_guards_share_nothing() -> None:
    one, other = Guard(1), Guard(1)
    assert one.token != other.token
    assert one.form != one.token
    assert not one.knows(other.token)
    assert not one.knows(None)


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Chromium]:
    if not THERE:
        pytest.skip("needs Debian's chromium")
    made = Chromium(tmp_path / "profile")
    yield made
    made.close()


def test_keys_from_the_first_item_to_the_last(site: Site, world: World, browser: Chromium) -> None:
    slip, first = world.claim("5"), site.review.items()
    browser.open(site.guard.address)
    assert browser.ask("location.search") == ""
    assert browser.ask("document.querySelector('h2').textContent") == HOSTILE
    browser.press("?")
    assert browser.ask(
        "document.getElementById('help').open && document.getElementById('help').innerText.includes('take back')"
    )
    browser.press("Escape")
    assert not browser.ask("document.getElementById('help').open")
    browser.settle("s")
    assert browser.ask("document.querySelector('.place').textContent") == f"2 of {len(first)}"
    browser.settle("b")
    browser.press("e")
    assert browser.ask("document.activeElement.name") == "now.when"
    browser.ask("document.querySelector('[name=\"now.value\"]').focus(), document.activeElement.select()")
    browser.write("8314")
    browser.settle("Enter")
    assert world.ask(f"SELECT quantities[1].value FROM claims WHERE claim_id = '{slip}'") == [(8314.0,)]
    browser.settle("u")
    assert world.ask(f"SELECT quantities[1].value FROM claims WHERE claim_id = '{slip}'") == [(8314000.0,)]
    assert browser.ask("document.querySelector('h2').textContent") == HOSTILE
    browser.settle("a")
    assert [one["what"] for one in world.decisions()] == ["correct", "undo", "accept"]
    assert slip not in {one["item"] for one in site.review.items()}
    merge = next(one for one in site.review.items() if one["sort"] == "merge")
    browser.open(f"http://127.0.0.1:{site.guard.port}/?item={merge['item'].replace('+', '%2B')}")
    browser.settle("m")
    assert world.ask("SELECT max(claims) FROM events WHERE kind = 'office_attack.arson'") == [(2,)]
    assert {one["who"] for one in world.decisions()} == {"Ada"}
    own = f"http://127.0.0.1:{site.guard.port}/"
    assert browser.requests
    assert [address for address in browser.requests if not address.startswith((own, "about:"))] == []


def test_hostile_articles_and_titles_stay_text_and_are_marked(site: Site, browser: Chromium) -> None:
    merge = next(one for one in site.review.items() if one["sort"] == "merge")
    browser.open(site.guard.address)
    browser.open(f"http://127.0.0.1:{site.guard.port}/?item={merge['item'].replace('+', '%2B')}")
    text = browser.ask("document.body.innerText")
    assert "On Tuesday a draft office in the Volgograd Oblast" in text
    assert "\u202e" not in text
    assert browser.ask("document.title").startswith("Review")
    assert (
        browser.ask(
            "document.querySelectorAll('main script, main img, main [onerror], main a[href^=javascript]').length"
        )
        == 0
    )
    marked = "[...document.querySelectorAll('.text mark.{}')].map((node) => node.textContent).join('|')"
    assert "set on fire" in browser.ask(marked.format("trigger"))
    assert "Tuesday" in browser.ask(marked.format("date"))
    assert "Volgograd" in browser.ask(marked.format("place"))


def test_a_phone_without_scripts(site: Site, world: World, browser: Chromium, tmp_path: Path) -> None:
    browser.size(390, 844, phone=True)
    browser.open(site.guard.address)
    assert browser.ask("document.documentElement.scrollWidth") <= 390
    assert browser.ask("parseFloat(getComputedStyle(document.body).fontSize)") >= 15
    browser.call("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.open(f"http://127.0.0.1:{site.guard.port}/")
    browser.press("a")
    assert world.decisions() == []
    box = browser.ask(
        "(() => { const b = document.querySelector('[value=accept]').getBoundingClientRect();"
        " return [b.x + b.width / 2, b.y + b.height / 2] })()"
    )
    for kind in ("mousePressed", "mouseReleased"):
        told = {"type": kind, "x": box[0], "y": box[1], "button": "left", "clickCount": 1}
        browser.call("Input.dispatchMouseEvent", told)
    browser.wait("location.search.includes('said')")
    assert [one["what"] for one in world.decisions()] == ["accept"]
    browser.picture(tmp_path / "phone.png")
    assert (tmp_path / "phone.png").stat().st_size > 10_000
