"""What a feed's entry is known by wherever and whenever its feed is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from timeline.readers.prose.draft import one_line

_LONGEST = 1000
# What is one of a kind in the whole world by how it is made; whatever else may be given by two publishers.
_GLOBAL = re.compile(r"(?:https?://[^\s/]+/\S|tag:|urn:)|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)
_SAME_SITE = re.compile(r"^https?://(?:www\.)?", re.IGNORECASE)
_TELLING = ("link", "id", "href", "title")
_TELLING_JSON = ("home_page_url", "feed_url", "title")


def entry_key(told: object, channel: str | None, link: str | None) -> str | None:
    """The entry's GUID; with its channel before it where another channel may give the same one (`1`); else its link."""
    guid = _plain(told)
    if not guid:
        return link
    return guid if _GLOBAL.match(guid) or not channel else f"{channel}#{guid}"


def xml_channel(head: Mapping[str, Any], source: object) -> str | None:
    """What tells one channel from another, the same from whatever address it is fetched: the site that it belongs to,
    else its id, else its title. `source`: the channel that an entry was taken over from, where it names one.
    """
    told = source if isinstance(source, Mapping) else {}
    first = _first(told, _TELLING[:-1])
    return first or _first(head, _TELLING)


def json_channel(head: Mapping[str, Any]) -> str | None:
    """As `xml_channel`, of a JSON Feed."""
    return _first(head, _TELLING_JSON)


def _first(told: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    found = (_plain(one_line(value)) for name in names if isinstance(value := told.get(name), str))
    return next((_SAME_SITE.sub("", each).split("#")[0].rstrip("/") for each in found if each), None)


def _plain(told: object) -> str:
    text = "".join(letter for letter in str("" if told is None else told).strip() if letter.isprintable())
    return text[:_LONGEST]
