"""Which kind of prose a file holds: by its name, and by its first bytes where these say otherwise."""

from __future__ import annotations

import re
from pathlib import PurePath

from timeline.config.mapping import PROSE
from timeline.readers.prose.decoding import decode, is_binary

FORMATS = PROSE
_SUFFIXES = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".shtml": "html",
    ".asp": "html",
    ".aspx": "html",
    ".php": "html",
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".rss": "rss",
    ".rdf": "rss",
    ".atom": "atom",
    ".xml": "rss",
    ".json": "jsonfeed",
    ".zip": "zip",
    ".tar": "tar",
    ".tgz": "tar",
}
_LINES = 30
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_FEED = re.compile(r"<(?:[\w.-]+:)?(rss|feed|RDF|channel)[\s>]", re.IGNORECASE)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org', re.IGNORECASE)


def named_format(name: str) -> str | None:
    """The format by the file's name (also with .gz), None for a name that tells nothing."""
    bare = name.lower()
    return _SUFFIXES.get(PurePath(bare.removesuffix(".gz")).suffix)


def prose_format(name: str, head: bytes, given: str | None = None) -> str | None:
    """The format of a file by its first bytes (gzip unpacked) and its name; `given` settles it unless it is `article`.

    None for what is no prose: a table, a picture, JSON that is no feed.
    """
    if given is not None and given != "article":
        return given
    named = named_format(name)
    if head.startswith(_ZIP):
        return "zip"
    if head[257:262] == b"ustar":
        return "tar"
    text = decode(head)
    if is_binary(text):
        return None
    if given is None and named == "txt" and _is_table(text):
        return None
    return _by_text(text, named, certain=given is not None)


def _is_table(text: str) -> bool:
    """All lines have as many tabs, semicolons, bars or commas as the first, and there are several of both."""
    lines = [line for line in text.splitlines()[:_LINES] if line.strip()]
    counts = ({line.count(mark) for line in lines} for mark in "\t;|,")
    return len(lines) > 1 and any(len(count) == 1 and min(count) > 0 for count in counts)


def _by_text(text: str, named: str | None, *, certain: bool) -> str | None:
    start = _COMMENT.sub("", text[:8192]).lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        found = _FEED.search(start)
        page = _PAGE.search(start)
        if found and not (page and page.start() < found.start()):
            return "atom" if found[1].lower() == "feed" else "rss"
        if page or named in ("txt", None):
            return "html"
        return named
    if start.startswith("{") and named in ("jsonfeed", None):
        return "jsonfeed" if _JSON_FEED.search(start) else None
    if named in ("zip", "tar", "jsonfeed"):
        return None
    return named or ("txt" if certain and start else None)
