"""The page to explore: the same events and claims in one HTML file that works offline, with filters and a timeline."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from html import escape
from importlib.resources import files
from typing import Any, Final

import polars as pl

from timeline.briefing import plain
from timeline.briefing.composing import Material
from timeline.briefing.entries import said, title, where
from timeline.briefing.html import inert, record_element

MOST: Final = 3000
_LONGEST_QUOTE: Final = 2000
_SIDES: Final = {"in": "inbound", "out": "outbound"}
_BASES: Final = {"flow": "in that time", "since": "cumulative", "stock": "at that moment", "target": "planned"}
_PAGE: Final = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
{record}
</head>
<body>
<main>
<header>
<p class="{look}" dir="auto">{state}</p>
<h1 dir="auto">{title}</h1>
<p class="subtitle" dir="auto">{subtitle}</p>
</header>
<noscript><p>This page needs JavaScript, which stands in the file itself.</p></noscript>
<form aria-label="Filters">
<fieldset id="kinds"><legend>Kinds</legend></fieldset>
<label class="field">Place<select id="place"><option value="">everywhere</option></select></label>
<label class="field">Source<select id="source"><option value="">all who say so</option></select></label>
<button type="button" id="reset">Show all</button>
</form>
<p id="found" aria-live="polite"></p>
<div id="overview" role="group" aria-label="Days: drag to choose, or move the two ends with the arrow keys"></div>
<div id="chart"></div>
<p class="soft">Filled: asserted. Ring: planned or contested. Struck through: denied. Faded line: on some day of it.</p>
<h2>Events</h2>
<ul id="list"></ul>
<button type="button" id="more" hidden>Show more</button>
<details><summary>About the data</summary>
<ul>
{notes}
</ul>
</details>
</main>
<div id="hint" role="tooltip" hidden></div>
<dialog id="panel" aria-labelledby="claims-title">
<button type="button" id="close">Close</button><div id="claims"></div>
</dialog>
<script type="application/json" id="timeline-data">{data}</script>
<script>{script}</script>
</body>
</html>
"""


def explorer(
    material: Material, groups: Mapping[str, tuple[str, str]], faces: str = "", days: tuple[Any, Any] = (None, None)
) -> bytes:
    """The page. `groups` are the kind groups in their order with the colour of marks and that of text; `faces` are CSS
    rules that carry the typeface; `days` the first and last that are asked for.

    Of more than 3,000 events the most important are there, and the page says so.
    """
    room = files("timeline.briefing")
    style = f"{faces}\n{(room / 'explorer.css').read_text(encoding='utf-8')}"
    script = (room / "explorer.js").read_text(encoding="utf-8")
    notes = [one.text for one in material.notes]
    if material.events.height > MOST:
        notes.insert(0, f"The {MOST:,} most important of {material.events.height:,} events are on this page")
    page = _PAGE.format(
        policy=escape(_policy(script, style)),
        title=escape(plain.clean(material.title, 160)),
        subtitle=escape(plain.clean(material.subtitle)),
        state=escape(plain.clean(material.state, 600)),
        look="state alarm" if material.alarm else "state",
        style=style,
        script=script,
        record=record_element(material.record),
        notes="\n".join(f'<li dir="auto">{escape(plain.sentence(plain.clean(note)))}</li>' for note in notes),
        data=inert(_data(material, groups, days)),
    )
    return page.encode("utf-8", "replace")


def _policy(script: str, style: str) -> str:
    """Only this very script and style run, and nothing is fetched from anywhere."""
    told = (f"script-src '{_digest(script)}'", f"style-src '{_digest(style)}'", "font-src data:", "img-src data:")
    return "; ".join(("default-src 'none'", *told, "base-uri 'none'", "form-action 'none'"))


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _data(material: Material, groups: Mapping[str, tuple[str, str]], days: tuple[Any, Any]) -> dict[str, Any]:
    from timeline.briefing.entries import chosen_events

    events = chosen_events(material.events, MOST)
    shown = set(events["kind_group"].drop_nulls())
    named = [name for name in groups if name in shown] + sorted(shown - set(groups)) + ["Other"]
    if events["kind_group"].null_count() == 0:
        named.pop()
    place = {name: number for number, name in enumerate(named)}
    claims = _by_event(material.claims.filter(pl.col("event_id").is_in(events["event_id"].implode())))
    looks = [
        {"name": name, "colour": groups.get(name, ("#4d4d4d",))[0], "ink": groups.get(name, ("", "#4d4d4d"))[1]}
        for name in named
    ]
    rows = [
        _event(row, claims.get(row["event_id"], []), place.get(row["kind_group"], len(named) - 1))
        for row in events.iter_rows(named=True)
    ]
    first, last = (day.isoformat() if day else None for day in days)
    return {"groups": looks, "events": rows, "since": first, "until": last}


def _by_event(claims: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in claims.iter_rows(named=True):
        found.setdefault(row["event_id"], []).append(row)
    return found


def _event(event: dict[str, Any], claims: list[dict[str, Any]], group: int) -> dict[str, Any]:
    sources = dict.fromkeys(_sources(claims))
    named = list(dict.fromkeys(filter(None, map(said, claims))))
    told = f"According to {plain.listed(named, 3)}" if named else "No speaker named"
    return {
        "id": event["event_id"],
        "group": group,
        "kind": str(event["kind"]).replace("_", " ").replace(".", ": "),
        "title": title(event),
        "label": plain.clean(event["label"] or "", 60),
        "importance": event["importance"] or 3,
        "status": event["status"],
        "standing": {"single": "one source", "independent": "independent sources", "disputed": "sources disagree"}.get(
            event["standing"], ""
        ),
        "starts": _iso(event["starts"]),
        "ends": _iso(event["ends"]),
        "lasting": bool(event["lasting"]),
        "when": ", ".join(part for part in (plain.when(event), plain.clock(event)) if part),
        "place": plain.clean(event["place"] or "", 120),
        "country": plain.clean(event["country"] or "", 60),
        "where": where(event),
        "said": told,
        "sources": list(sources),
        "claims": [_claim(claim) for claim in claims],
    }


def _sources(claims: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for claim in claims:
        for name in ("speaker", "publisher"):
            if claim[name]:
                yield plain.clean(claim[name], 80)


def _claim(claim: Mapping[str, Any]) -> dict[str, Any]:
    told = {
        "title": plain.clean(claim["title"] or ""),
        "quote": plain.clean(claim["quote"] or "", _LONGEST_QUOTE),
        "speaker": plain.clean(claim["speaker"] or "", 120),
        "carrier": plain.clean(claim["carrier"] or "", 120) if claim["carrier"] != claim["publisher"] else "",
        "publisher": plain.clean(claim["publisher"] or "", 120),
        "when": ", ".join(part for part in (plain.when(dict(claim)), plain.clock(claim)) if part),
        "modality": claim["modality"] or "asserted",
        "figures": "; ".join(map(_figure, claim["quantities"] or [])),
        "document": plain.clean(claim["document_title"] or f"{claim['feed']}, line {claim['line'] or '?'}"),
        "published": _iso(claim["published_on"]),
        "known": claim["known_at"].date().isoformat() if claim["known_at"] else None,
        "url": plain.link(claim["url"]),
    }
    return {name: value for name, value in told.items() if value}


def _figure(quantity: Mapping[str, Any]) -> str:
    value, low, high = (quantity[name] for name in ("value", "low", "high"))
    if value is not None:
        number = plain.number(value)
    elif low is not None and high is not None:
        number = f"{plain.number(low)}–{plain.number(high)}"
    else:
        number = f"at least {plain.number(low)}" if low is not None else f"up to {plain.number(high or 0)}"
    measured = (quantity["measure"] or "number", _SIDES.get(quantity["direction"], ""))
    what = plain.capital(" ".join(filter(None, measured)).replace("_", " "))
    basis = _BASES.get(quantity["basis"], "")
    about = "; ".join(str(part) for part in (quantity["who"], quantity["scope"], basis) if part)
    told = plain.clean(f"{what}: {number} {quantity['unit'] or ''}", 160)
    return f"{told} ({plain.clean(about, 120)})" if about else told


def _iso(day: Any) -> str | None:
    return day.isoformat() if day is not None else None
