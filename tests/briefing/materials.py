"""Made-up material for briefings: ordinary events, and texts that try to be markup in every format."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from timeline import model
from timeline.briefing.composing import Ahead, Changes, Figure, Material, Told
from timeline.briefing.content import Picture

CLAIMS = {
    "claim_id": pl.String(),
    "event_id": pl.String(),
    "feed": pl.String(),
    "document_id": pl.String(),
    "document_title": pl.String(),
    "published_on": pl.Date(),
    "known_at": model.INSTANT,
    "line": pl.UInt32(),
    **model.CLAIM_CONTENT,
}
KNOWN = datetime(2022, 10, 7, 12, tzinfo=UTC)
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "</script></style></title><svg onload=alert(3)>",
    '#eval("panic()") #import "x" $ x^2 $ *b* _i_ `c` @ref <label> // no',
    "[here](javascript:alert(4)) ![](http://evil.example/p.png) **b** | cell | &lt;",
    "ctrl \x00\x01\x0b\x1b[31m \ufffe tab\tline\nnext\u2028end",
    "\u202eright to left override\u202c \u2066isolate",
    "مظاهرات ضد التعبئة في محج قلعة",
    "x" * 10_000,
    "=cmd|' /C calc'!A0",
    "{{7*7}} ${7*7} {% raw %} --> <!-- ]]>",
)


def png(width: int = 4, height: int = 3) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    ).getvalue()


def picture(name: str = "rolling", alt: str = "Rolling counts. 7 at most.", title: str = "Seven at most") -> Picture:
    size = 'width="400" height="300" viewBox="0 0 400 300"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}><rect width="9" height="9"/></svg>'
    return Picture(name, title, alt, svg, 400, 300, png(), {"chart": name})


def event(number: int, **told: Any) -> dict[str, Any]:
    day = date(2022, 9, 21 + number % 9)
    return {
        "event_id": f"E{number:016x}",
        "kind": "protest",
        "kind_group": "Protest",
        "title": f"Event {number}",
        "importance": 2,
        "status": "asserted",
        "standing": "single",
        "form": "incident",
        "starts": day,
        "ends": day,
        "lasting": False,
        "precision": "day",
        "place": "Moscow",
        "country": "Russia",
        **told,
    }


def claim(number: int, event: int, **told: Any) -> dict[str, Any]:
    day = date(2022, 9, 21 + event % 9)
    return {
        "claim_id": f"C{number:016x}",
        "event_id": f"E{event:016x}",
        "feed": "news",
        "document_id": f"news/{number}",
        "kind": "protest",
        "form": "incident",
        "modality": "asserted",
        "title": f"Event {event}",
        "importance": 2,
        "starts": day,
        "ends": day,
        "lasting": False,
        "precision": "day",
        "speaker": f"Speaker {number}",
        "publisher": f"Paper {number}",
        "url": f"https://paper.example/{number}",
        "known_at": KNOWN,
        **told,
    }


def material(events: list[dict[str, Any]], claims: list[dict[str, Any]], **told: Any) -> Material:
    first = {
        "title": "Morning",
        "subtitle": "Protests, 21–29 September 2022.",
        "state": "No feed failed.",
        "alarm": False,
        "events": pl.DataFrame(events, schema=model.EVENTS),
        "claims": pl.DataFrame(claims, schema=CLAIMS),
        "ahead": Ahead(date(2022, 10, 7), model.empty(model.EVENTS)),
        "changes": Changes("", None),
        "known": "Known as of 7 October 2022.",
        "record": {"brief": "morning", "claims": len(claims), "note": "--> </script>"},
    }
    return Material(**{**first, **told})


def ordinary() -> Material:
    """Six events with two claims each; a finding that rests on the third."""
    events = [event(number) for number in range(6)]
    claims = [claim(number, number // 2, quote=f"It happened, said {number}.") for number in range(12)]
    figure = Figure("Detained", "Moscow", "70", "flow of a day", "24 Sep 2022", "OVD-Info", (claims[7]["claim_id"],))
    return material(
        events,
        claims,
        findings=[Told("At least six protests", (claims[4]["claim_id"], claims[1]["claim_id"]))],
        pictures=[picture("timeline"), picture("rolling")],
        figures=[figure],
        notes=[Told("All days are covered")],
    )


def hostile() -> Material:
    """Every text is an attempt."""
    events = [event(number, title=text, label=text, place=text) for number, text in enumerate(HOSTILE)]
    claims = [
        claim(number, number, quote=text, speaker=text, publisher=text, carrier=text, document_title=text, url=url)
        for number, (text, url) in enumerate(
            zip(
                HOSTILE,
                ["javascript:alert(1)", 'https://a.example/"><script>', *["https://ok.example/?a=b&c"] * 8],
                strict=True,
            )
        )
    ]
    text = HOSTILE[0] + HOSTILE[1]
    return material(
        events,
        claims,
        title=text,
        subtitle=HOSTILE[2],
        state=HOSTILE[3],
        alarm=True,
        findings=[Told(one, (claims[0]["claim_id"],)) for one in HOSTILE],
        pictures=[picture(alt=text, title=HOSTILE[2])],
        notes=[Told(one) for one in HOSTILE],
        record={"brief": text, "dashes": "-->"},
    )
