"""What a page says of itself in its head: title, publisher, address, language and date of publication."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from timeline.readers.prose.draft import address, language, one_line
from timeline.readers.prose.markup import Element
from timeline.readers.prose.published import PAGE, Clue, clue

_DATES = (
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "publication_date",
    "publication-date",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_time",
    "published-date",
    "pubdate",
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
    "dc.date",
    "dc.date.created",
    "dcterms.created",
    "date",
    "rnews:datepublished",
)
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "headline", "title")
_PUBLISHERS = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name")
_PUBLISHED_CLASS = re.compile(r"publish|posted|entry-date|pub-?date|dateline|post-date|article-date", re.IGNORECASE)
_UPDATED_CLASS = re.compile(r"updat|modif", re.IGNORECASE)
_NEWS = re.compile(r"Article|BlogPosting|Report|NewsItem|WebPage|VideoObject|Event$")
# Some hide the JSON from old browsers.
_WRAPPED = re.compile(r"\A\s*(?://\s*)?<!(?:\[CDATA\[|--)|(?://\s*)?(?:\]\]>|-->)\s*;?\s*\Z")
_TAIL = re.compile(r"\s+[|\u2013\u2014·-]\s+[^|\u2013\u2014·]{1,60}$")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What was found; `clues`: the date of publication, from the place that says it most plainly."""

    title: str | None
    publisher: str | None
    url: str | None
    language: str | None
    clues: tuple[Clue, ...]


NO_FACTS = PageFacts(None, None, None, None, ())


def facts(tree: Element) -> PageFacts:
    """The facts of a page's tree; none of them is made up, but for the publisher, who may be the address's host."""
    metas = _metas(tree)
    told = _linked_data(tree)
    url = _canonical(tree, metas)
    day = _first([_told_date(told), *(metas.get(name) for name in _DATES), _marked_date(tree), _time_date(tree)])
    name = _first([*(metas.get(name) for name in _PUBLISHERS), _publisher(told)])
    return PageFacts(
        title=_title(tree, metas, told),
        publisher=one_line(name) or _host(url),
        url=url,
        language=language(tree.get("lang") or metas.get("og:locale") or metas.get("content-language")),
        clues=clue(PAGE, day),
    )


def _first(values: Iterable[Any]) -> str | None:
    return next((value.strip() for value in values if isinstance(value, str) and value.strip()), None)


def _metas(tree: Element) -> dict[str, str]:
    """Names of meta elements in small letters and what they say; of two the first counts."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        if name and meta.get("content"):
            found.setdefault(name.strip().lower(), meta.get("content"))
    return found


def _canonical(tree: Element, metas: dict[str, str]) -> str | None:
    links = [link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    base = address(metas.get("og:url"))
    whole = [urljoin(base, link.strip()) if base else link for link in links if link]
    return next((url for url in (*map(address, whole), base) if url), None)


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _title(tree: Element, metas: dict[str, str], told: dict[str, Any]) -> str | None:
    heads = [one_line(_words(head)) for head in tree.iter("h1")]
    told_titles = [one_line(_first([told.get("headline")])), *(one_line(metas.get(name)) for name in _TITLES)]
    page = next((one_line(_words(each)) for each in tree.iter("title")), None)
    only = heads if len(heads) == 1 else []
    found = next((title for title in (*told_titles, *only) if title), None)
    return found or (_TAIL.sub("", page) if page else next((head for head in heads if head), None))


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _linked_data(tree: Element) -> dict[str, Any]:
    """The JSON-LD object that is the page's article: the first that has a date of publication, else a headline."""
    objects = [each for script in tree.iter("script") for each in _objects(script)]
    dated = [each for each in objects if isinstance(each.get("datePublished"), str) and _is_news(each)]
    return next(iter(dated), next((each for each in objects if each.get("headline")), {}))


def _is_news(told: dict[str, Any]) -> bool:
    kinds = told.get("@type")
    return any(isinstance(kind, str) and _NEWS.search(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _objects(script: Element) -> Iterator[dict[str, Any]]:
    if "ld+json" not in (script.get("type") or "").lower():
        return
    try:
        found = json.loads(_WRAPPED.sub("", script.text or ""), strict=False)
    except (ValueError, RecursionError):
        return
    for each in found if isinstance(found, list) else [found]:
        if isinstance(each, dict):
            yield each
            graph = each.get("@graph")
            yield from (inner for inner in graph if isinstance(inner, dict)) if isinstance(graph, list) else ()


def _told_date(told: dict[str, Any]) -> str | None:
    return _first([told.get("datePublished")])


def _publisher(told: dict[str, Any]) -> str | None:
    who = told.get("publisher")
    who = who[0] if isinstance(who, list) and who else who
    return _first([who.get("name") if isinstance(who, dict) else who])


def _marked_date(tree: Element) -> str | None:
    """Elements that are marked as the date of publication (microdata, `pubdate`)."""
    for element in tree.xpath("//*[@itemprop='datePublished' or (self::time and @pubdate)]"):
        found = _first([element.get("datetime"), element.get("content"), _words(element)])
        if found:
            return found
    return None


def _time_date(tree: Element) -> str | None:
    """The `time` elements of the article: those marked as published, else the day that all of them have."""
    inside = tree.xpath("(//article|//main)[1]//time[@datetime]") or tree.xpath("//body//time[@datetime]")
    marked = [each for each in inside if _marks(each, _PUBLISHED_CLASS) and not _marks(each, _UPDATED_CLASS)]
    texts = [each.get("datetime").strip() for each in marked[:1] or inside if not _marks(each, _UPDATED_CLASS)]
    return texts[0] if texts and len({text[:10] for text in texts}) == 1 else None


def _marks(element: Element, pattern: re.Pattern[str]) -> bool:
    around = element.getparent()
    classes = [element.get("class"), around.get("class") if around is not None else None]
    return any(pattern.search(each) for each in classes if each)
