"""RSS, Atom and JSON Feed: each entry is a document. Damaged feeds give the entries that can be read."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from timeline.readers.prose.decoding import decode
from timeline.readers.prose.draft import Draft, Fault, address, language, one_line, tidy
from timeline.readers.prose.feeddates import fetch_times, judge
from timeline.readers.prose.feedkeys import entry_key, json_channel, xml_channel
from timeline.readers.prose.feedsplit import Part, parts, texts
from timeline.readers.prose.markup import text_of
from timeline.readers.prose.published import ENTRY, Clue
from timeline.readers.prose.source import Source

_HEADERS = {"content-type": "application/xml; charset=utf-8"}
_DATES = ("published", "created", "updated")
_JSON_DATES = ("date_published", "date_modified")
_FEED = re.compile(r"<(?:[\w.-]+:)?(rss|feed|rdf|channel)\b", re.IGNORECASE)
_ITEMS = re.compile(r'"items"\s*:\s*\[')
# Behind its items a feed tells little.
_BRACKETS = 20
_LONGEST_END = 1 << 16
_FINE = re.compile(r":\d\d[.,]\d*[1-9]")


def read_xml_feed(source: Source, zone: str | None, fetched_at: datetime | None) -> Iterator[Draft | Fault]:
    """The entries of an RSS or Atom feed, however large; a Fault for what can't be read of it."""
    fetched = fetch_times(texts(source), zone, fetched_at)
    seen = empty = 0
    for part in parts(texts(source)):
        for each in _read_part(part, source.name, fetched):
            seen += 1
            empty += each is None
            if each is not None:
                yield each
        if part.entries == 0 and not seen and not _FEED.search(part.text):
            yield Fault(source.name, "is no feed that can be read")
            return
    yield from _nothing_in(source.name, seen, empty)


def _nothing_in(name: str, seen: int, empty: int) -> Iterator[Fault]:
    """What is told of a feed that gives less than it could."""
    if not seen:
        yield Fault(name, "is a feed without entries")
    elif empty:
        yield Fault(name, f"{empty} {'entry holds' if empty == 1 else 'entries hold'} no text")


def _read_part(part: Part, name: str, fetched: frozenset[str]) -> Iterator[Draft | Fault | None]:
    """Its entries, None for one without any text."""
    import feedparser

    data = part.text.encode("utf-8", "replace")
    try:
        found = feedparser.parse(data, response_headers=_HEADERS, resolve_relative_uris=False, sanitize_html=False)
    # Its own faults, on markup that no feed should have; the other parts are read.
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, AssertionError, RecursionError) as error:
        yield Fault(name, f"{part.entries} entries can't be read ({type(error).__name__}: {str(error)[:100]})")
        return
    head = found.feed if isinstance(found.feed, dict) else {}
    for entry in found.entries:
        yield _entry(entry, head, name, fetched)
    missing = part.entries - len(found.entries)
    if missing > 0:
        why = " ".join(str(found.get("bozo_exception") or "they are damaged").split())[:200]
        yield Fault(name, f"{missing} of {part.entries} entries can't be read ({why})")


def _entry(entry: Any, head: Any, name: str, fetched: frozenset[str]) -> Draft | None:
    title = one_line(entry.get("title"))
    text = _content(entry) or title
    if not text:
        return None
    link = address(entry.get("link"))
    told = entry.get("source")
    publisher = (told.get("title") if isinstance(told, dict) else None) or entry.get("publisher") or head.get("title")
    return Draft(
        path=name,
        text=text,
        title=title,
        publisher=one_line(publisher),
        url=link,
        language=language(entry.get("language") or head.get("language") or head.get("xml_lang")),
        own_key=entry_key(entry.get("id"), xml_channel(head, told), link),
        clues=tuple(_clue(text, fetched) for field in _DATES if (text := dict.get(entry, field))),
    )


def _content(entry: Any) -> str:
    """The longest of its contents, else the summary."""
    contents = [text_of(each.get("value") or "") for each in entry.get("content") or ()]
    return max(contents, key=len, default="") or text_of(entry.get("summary") or "")


def _clue(text: Any, fetched: frozenset[str]) -> Clue:
    text = str(text).strip()
    return Clue(ENTRY, text[:100], fetched=text in fetched)


def read_json_feed(source: Source, zone: str | None, fetched_at: datetime | None) -> Iterator[Draft | Fault]:
    """The items of a JSON Feed, those before a damaged one where there is one."""
    text = decode(source.whole())
    found = _ITEMS.search(text)
    head = _json_head(text, found.start() if found else len(text))
    if found is None:
        yield Fault(source.name, "is no JSON feed: it has no list of items")
        return
    fetched = _json_fetch_times(text, zone, fetched_at)
    seen = empty = 0
    for item in _items(text, found.end()):
        seen += 1
        if isinstance(item, Fault):
            yield Fault(source.name, item.reason, item.line)
        elif draft := _item(item, head, source.name, fetched):
            yield draft
        else:
            empty += 1
    yield from _nothing_in(source.name, seen, empty)


def _json_head(text: str, end: int) -> dict[str, Any]:
    """What is told of the feed, before its items and behind them."""
    return {**_behind(text, end), **_table(text[:end].rstrip().rstrip(",") + "}")}


def _behind(text: str, end: int) -> dict[str, Any]:
    """Only what really stands behind the items can be read to the end of the text."""
    found: dict[str, Any] = {}
    at = len(text)
    for _ in range(_BRACKETS):
        at = text.rfind("]", max(end, len(text) - _LONGEST_END), at)
        if at < 0:
            break
        found |= _table("{" + text[at + 1 :].lstrip().removeprefix(","))
    return found


def _table(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _items(text: str, at: int) -> Iterator[dict[str, Any] | Fault]:
    """Each item, and a Fault with its line for what is none."""
    decoder = json.JSONDecoder(strict=False)
    blank = re.compile(r"[\s,]*")
    line, counted = 1, 0
    while True:
        at = blank.match(text, at).end()  # type: ignore[union-attr]
        if text[at : at + 1] == "]":
            return
        line, counted = line + text.count("\n", counted, at), at
        try:
            found, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            told = " ".join(str(error).split())[:100]
            yield Fault("", f"can't be read from here on ({told})", line)
            return
        yield found if isinstance(found, dict) else Fault("", f"is no item: {_shown(found)}", line)


def _shown(found: object) -> str:
    return json.dumps(found, ensure_ascii=False)[:60]


def _json_fetch_times(text: str, zone: str | None, fetched_at: datetime | None) -> frozenset[str]:
    dates = re.findall(r'"(?:date_published|date_modified)"\s*:\s*"([^"\n]{8,60})"', text)
    fine = Counter(date for date in dates if _FINE.search(date) and len(date) > 23)
    return judge(fine, {date for date in dates if date not in fine}, zone, fetched_at)


def _item(item: dict[str, Any], head: dict[str, Any], name: str, fetched: frozenset[str]) -> Draft | None:
    told = {key: value for key, value in item.items() if isinstance(value, str | int)}
    title = one_line(_told(told, "title"))
    html, plain = _told(told, "content_html"), _told(told, "content_text")
    text = text_of(html) if html else tidy(plain or _told(told, "summary") or title or "")
    if not text:
        return None
    link = address(_told(told, "url")) or address(_told(told, "external_url"))
    publisher = head.get("title")
    return Draft(
        path=name,
        text=text,
        title=title,
        publisher=one_line(publisher if isinstance(publisher, str) else None),
        url=link,
        language=language(_told(told, "language") or (head.get("language") if "language" in head else None)),
        own_key=entry_key(told.get("id"), json_channel(head), link),
        clues=tuple(_clue(told[field], fetched) for field in _JSON_DATES if told.get(field)),
    )


def _told(item: dict[str, Any], key: str) -> str | None:
    value = item.get(key)
    return value if isinstance(value, str) else None
