"""The page to explore, used as a person would: clicks, brush, keys, phone; nothing is fetched and nothing runs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from materials import claim, event, hostile, material, ordinary
from page_browser import THERE, Tab, browser

from timeline import briefing

pytestmark = pytest.mark.skipif(not THERE, reason="needs Debian's chromium")
GROUPS = {"Protest": ("#b5488c", "#8c1d4f"), "Border": ("#2a5491", "#2a5491")}


def _page(folder: Path) -> Path:
    """Nine protests in Moscow and nine queues in Georgia, a day each, from 21 to 29 September."""
    border = {"kind": "border_queue", "kind_group": "Border", "country": "Georgia", "place": "Verkhny Lars"}
    events = [event(n) for n in range(9)] + [event(9 + n, **border) for n in range(9)]
    claims = [claim(n, n, quote=f"Said {n}", carrier="TASS") for n in range(18)]
    path = folder / "page.html"
    path.write_bytes(briefing.explorer(material(events, claims), GROUPS))
    return path


def _found(tab: Tab) -> str:
    return str(tab.ask("document.getElementById('found').textContent"))


def _finds(tab: Tab, told: str) -> None:
    """The line above the chart comes to begin with this."""
    tab.until(f"document.getElementById('found').textContent.startsWith({json.dumps(told)})")


def _opens(tab: Tab, *, shown: bool = True) -> None:
    """The panel with the claims opens, or closes."""
    tab.until(f"document.getElementById('panel').open === {json.dumps(shown)}")


def _focused(tab: Tab) -> str:
    return str(tab.ask("document.activeElement.getAttribute('aria-label') || document.activeElement.id"))


def _focuses(tab: Tab, told: str, where: str) -> None:
    """The focus comes to lie on what has this name, or one that begins so."""
    named = "(document.activeElement.getAttribute('aria-label') || document.activeElement.id)"
    tab.until(f"/* {where} */ {named}.startsWith({json.dumps(told)})")


def _quiet(tab: Tab) -> None:
    """No error, no refused script, and no request but for the file itself and what stands in it."""
    assert [one for one in tab.events if one["method"] in ("Runtime.exceptionThrown", "Log.entryAdded")] == []
    asked = [one["params"]["request"]["url"] for one in tab.events if one["method"] == "Network.requestWillBeSent"]
    assert {one.split(":")[0] for one in asked} <= {"file", "data"}


def test_filters_brush_clicks_and_keys(tmp_path: Path) -> None:
    with browser(tmp_path / "profile") as tab:
        tab.open(_page(tmp_path), 1100, 800)
        assert _found(tab) == "18 of 18 events, 21 Sep 2022 – 29 Sep 2022"
        _filters(tab)
        _brush(tab)
        _claims(tab)
        _keys(tab)
        assert len(tab.picture(tmp_path / "page.png")) > 10_000
        _quiet(tab)


def _filters(tab: Tab) -> None:
    tab.click("#kinds input")
    _finds(tab, "9 of 18 events")
    tab.click("#reset")
    for name, value in (("place", "Georgia"), ("source", "Speaker 3")):
        choose = f"const s = document.getElementById('{name}'); s.value = {json.dumps(value)};"
        tab.ask(f"(() => {{ {choose} s.dispatchEvent(new Event('change')); }})()")
        _finds(tab, "9 of 18" if name == "place" else "0 of 18")
    assert tab.ask("document.querySelector('#chart .none').textContent") == "No event passes these filters."
    tab.click("#reset")
    _finds(tab, "18 of 18")


def _brush(tab: Tab) -> None:
    tab.ask("document.getElementById('overview').scrollIntoView({block: 'center'})")
    tab.settle()
    x, y, width = tab.ask(
        "(() => { const b = document.querySelector('#overview svg').getBoundingClientRect();"
        " return [b.x + 10, b.y + 20, b.width - 20]; })()"
    )
    tab.drag((x + width * 2.5 / 9, y), (x + width * 4.5 / 9, y))
    _finds(tab, "6 of 18 events, 23 Sep 2022 – 25 Sep 2022")
    tab.ask("document.querySelector('[data-edge=to]').focus()")
    tab.key("ArrowRight")
    _finds(tab, "8 of 18 events, 23 Sep 2022 – 26 Sep 2022")
    tab.click("#reset")
    _finds(tab, "18 of 18")


def _claims(tab: Tab) -> None:
    x, y = tab.middle("#chart g.mark circle")
    tab.move(x, y)
    tab.until("!document.getElementById('hint').hidden && document.getElementById('hint').innerText.includes('Event')")
    tab.click("#chart g.mark circle")
    _opens(tab)
    told = tab.ask("document.getElementById('claims').innerText")
    for said in ("Event", "Said", "Speaker", "TASS", "Paper", "https://paper.example/"):
        assert said in told
    link = tab.ask("(() => { const a = document.querySelector('#claims a'); return [a.href, a.rel]; })()")
    assert link[0].startswith("https://paper.example/")
    assert "noopener" in link[1]
    here = tab.ask("document.querySelector('#chart g.mark').getAttribute('aria-label')")
    tab.key("Escape")
    _opens(tab, shown=False)
    _focuses(tab, here, "back to what was clicked, before another key is pressed")


def _keys(tab: Tab) -> None:
    tab.ask("document.querySelector('#chart g.mark[tabindex=\"0\"]').focus()")
    before = _focused(tab)
    assert before.startswith("21 Sep 2022: Event 0")
    tab.key("ArrowDown")
    _focuses(tab, "21 Sep 2022: Event 9", "the lane below")
    tab.key("ArrowRight")
    _focuses(tab, "22 Sep 2022: Event 1.", "the next in time")
    here = _focused(tab)
    tab.key("Enter")
    _opens(tab)
    _focuses(tab, "close", "the way out")
    tab.key("Escape")
    _focuses(tab, here, "back to where it was opened")
    tab.ask("document.body.style.width = '700px'")
    tab.until("document.querySelector('#chart svg').getAttribute('width') < 700")
    _focuses(tab, here, "where it was, in a chart drawn anew")


def test_phone_width_and_hostile_text(tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    path.write_bytes(briefing.explorer(hostile(), GROUPS, days=(date(2022, 9, 1), date(2022, 10, 1))))
    with browser(tmp_path / "profile") as tab:
        tab.ask("window.alert = () => { throw new Error('ran') }")
        tab.open(path, 360, 740)
        assert tab.ask("document.documentElement.scrollWidth") <= 360
        assert tab.ask("document.querySelectorAll('main img, main iframe, script').length") == 3
        for number in range(len(hostile().events)):
            tab.ask(f"document.querySelectorAll('#list button')[{number}].click()")
            assert tab.ask("document.getElementById('panel').open")
            assert tab.ask("document.getElementById('panel').getBoundingClientRect().right") <= 361
            tab.ask("document.getElementById('close').click()")
        assert tab.ask("[...document.querySelectorAll('a')].every(a => /^https?:/.test(a.href))")
        _quiet(tab)


def test_a_briefing_is_read_on_a_phone_without_scrolling_sideways(tmp_path: Path) -> None:
    path = tmp_path / "morning.html"
    told = replace(ordinary(), pictures=[])
    path.write_bytes(next(iter(briefing.render(briefing.compose(told), "html").values())))
    with browser(tmp_path / "profile") as tab:
        tab.call("Emulation.setDeviceMetricsOverride", width=360, height=740, deviceScaleFactor=1, mobile=True)
        tab.visit(path)
        assert tab.ask("document.documentElement.scrollWidth") == 360
        assert tab.ask("[...document.querySelectorAll('.wide')].every(one => one.scrollWidth <= one.clientWidth)")
        cells = "[...document.querySelectorAll('tbody td')].map(one => one.getBoundingClientRect())"
        what, where, number = tab.ask(f"{cells}.slice(0, 3).map(one => [one.top, one.left])")
        assert number[0] == what[0], "the number stands beside what is counted"
        assert number[1] > what[1]
        assert where[0] > what[0]


def test_crowded_days_are_counted_not_piled_up(tmp_path: Path) -> None:
    path = tmp_path / "crowd.html"
    path.write_bytes(briefing.explorer(material([event(9 * n) for n in range(1500)], []), GROUPS))
    with browser(tmp_path / "profile") as tab:
        tab.open(path, 900, 700)
        assert tab.ask("document.querySelectorAll('#chart g.mark').length") == 14
        assert "+1486 more in the list" in tab.ask("document.getElementById('chart').textContent")
        assert tab.ask("document.querySelectorAll('#list li').length") == 100
        tab.click("#more")
        tab.until("document.querySelectorAll('#list li').length === 300")
        _quiet(tab)


def test_no_events_at_all(tmp_path: Path) -> None:
    path = tmp_path / "none.html"
    path.write_bytes(briefing.explorer(replace(material([], []), title="Nothing"), GROUPS))
    with browser(tmp_path / "profile") as tab:
        tab.open(path, 800, 600)
        assert _found(tab) == "0 of 0 events"
        _quiet(tab)
