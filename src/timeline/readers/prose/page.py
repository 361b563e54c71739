"""Web pages: the main text and what the page says of itself. Nothing that a page refers to is fetched."""

from __future__ import annotations

import logging
from typing import Any

from timeline.readers.prose.decoding import decode, is_binary
from timeline.readers.prose.draft import Draft, Fault, tidy
from timeline.readers.prose.markup import Element, is_deep, paragraphs, parse, prune, stripped
from timeline.readers.prose.pagemeta import NO_FACTS, facts

# Beyond these a page is no article: its blocks are taken as they stand, since searching it for its best part would
# take minutes.
_LARGE_MARKUP = 3 << 20
_HEAD = 1 << 18
_MANY_ELEMENTS = 40_000
# A shorter text is not taken for the article where the page has several times as much.
_SHORT = 200


def read_page(data: bytes, path: str) -> Draft | Fault:
    """The page as a document, or why it has none."""
    text = decode(data)
    if is_binary(text):
        return Fault(path, "is no text")
    markup = prune(text)
    tree = parse(markup if len(markup) <= _LARGE_MARKUP else markup[:_HEAD])
    known = facts(tree) if tree is not None else NO_FACTS
    body = _main_text(tree, markup) if tree is not None and len(markup) <= _LARGE_MARKUP else stripped(markup)
    if not body:
        return Fault(path, "holds no text")
    return Draft(
        path=path,
        text=body,
        title=known.title,
        publisher=known.publisher,
        url=known.url,
        language=known.language,
        clues=known.clues,
    )


def _main_text(tree: Element, markup: str) -> str:
    plain = paragraphs(tree, aside=False) or paragraphs(tree) or stripped(markup)
    if sum(1 for _ in tree.iter()) > _MANY_ELEMENTS or is_deep(tree):
        return plain
    found = _extracted(tree)
    return found if len(found) >= min(_SHORT, len(plain) // 4) else plain


def _extracted(tree: Element) -> str:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found: Any = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=False)
    # Its own faults on trees that no browser would make; the page's blocks are read without it.
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, AssertionError, RecursionError):
        return ""
    text = getattr(found, "text", None) or ""
    return tidy("\n\n".join(line.removeprefix("- ") for line in text.split("\n")))
