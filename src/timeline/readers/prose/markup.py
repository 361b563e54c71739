"""Markup as plain paragraphs. The parser reads nothing but the text that it is given."""

from __future__ import annotations

import re
from html import unescape
from itertools import groupby
from typing import Any

from lxml import etree, html

from timeline.readers.prose.draft import LONGEST_TEXT, tidy

_CODE = re.compile(
    r"<(script|style|svg|noscript|template|iframe|object)\b(?![^<>]*ld\+json)[^<>]*>.*?(?:</\1\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_EMBEDDED = re.compile(r"data:[\w/+.-]{0,60};base64,[A-Za-z0-9+/=\s]{200,}")
_DOCUMENT_TYPE = re.compile(r"<!DOCTYPE\s[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_DOCUMENT_TYPE_BEGINS = re.compile(r"<!DOCTYPE\s", re.IGNORECASE)
_HEAD = 1 << 17
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>", re.IGNORECASE)
_UNPARSED = frozenset({"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "form", "button"})
_ASIDE = frozenset({"nav", "header", "footer", "aside", "menu"})
_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
        "main", "nav", "ol", "p", "pre", "section", "summary", "table", "td", "th", "tr", "ul",
    )
)  # fmt: skip
_SKIPPED = re.compile(r"<(script|head|nav|footer)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_BLOCK_TAG = re.compile(rf"</?(?:{'|'.join(sorted(_BLOCKS))}|br)\b[^<>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
# Nobody writes deeper; a parser's tree that deep is a trap for whatever walks it.
_DEEPEST = 400

Element = Any


def prune(markup: str) -> str:
    """The markup without code, comments and embedded pictures: what a page of many megabytes mostly is."""
    markup = without_type(markup)
    return _EMBEDDED.sub("", _COMMENT.sub("", _CODE.sub(" ", markup.replace("\x00", ""))))


def without_type(markup: str) -> str:
    """Declared entities could grow without end or name files; without their declarations they stay mere words."""
    head = markup[:_HEAD]
    begun = _DOCUMENT_TYPE_BEGINS.search(head)
    found = _DOCUMENT_TYPE.match(head, begun.start()) if begun else None
    return markup[: found.start()] + markup[found.end() :] if found else markup


def parse(markup: str) -> Element | None:
    """The tree of a page or a piece of one; None when there is nothing in it."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_pis=True, remove_comments=True)
    data = _DECLARATION.sub("", markup).encode("utf-8", "replace")
    try:
        return html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def is_deep(tree: Element) -> bool:
    """Elements lie in one another deeper than in any real page."""
    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        if deepest > _DEEPEST:
            return True
    return False


def text_of(markup: str) -> str:
    """A piece of markup as plain paragraphs; plain text is left as it is."""
    if "<" not in markup and "&" not in markup:
        return tidy(markup)
    tree = parse(prune(markup))
    return "" if tree is None else paragraphs(tree)


def paragraphs(tree: Element, *, aside: bool = True) -> str:
    """The text of a tree, block by block; `aside` False leaves out what stands in nav, header, footer and aside."""
    left_out = _UNPARSED if aside else _UNPARSED | _ASIDE
    pieces: list[str] = []
    walker = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            pieces += _opening(tag)
            if tag in left_out:
                walker.skip_subtree()
            elif element.text:
                pieces.append(element.text)
        else:
            pieces += ["\n\n"] if tag in _BLOCKS else []
            pieces += [element.tail] if element.tail and element is not tree else []
    return _joined(pieces)


def stripped(markup: str) -> str:
    """The text of markup that no tree is made of, since it is too large or too deep: its tags are taken out."""
    text = _SKIPPED.sub(" ", markup[: LONGEST_TEXT * 16])
    return tidy(unescape(_ANY_TAG.sub("", _BLOCK_TAG.sub("\n\n", re.sub(r"\s+", " ", text)))))


def _opening(tag: str) -> list[str]:
    if tag == "br":
        return ["\n"]
    return ["\n\n"] if tag in _BLOCKS else []


def _joined(pieces: list[str]) -> str:
    """Breaks of blocks as they are, all other white space as one blank."""
    out = []
    for breaks, group in groupby(pieces, key=lambda piece: piece in ("\n", "\n\n")):
        run = "".join(group)
        out.append(run if breaks else re.sub(r"\s+", " ", run))
    return tidy("".join(out))
