"""Plain text and Markdown, with or without front matter."""

from __future__ import annotations

import re

from timeline.readers.prose.decoding import decode, is_binary
from timeline.readers.prose.draft import Draft, Fault, one_line, tidy
from timeline.readers.prose.formats import prose_format
from timeline.readers.prose.front import split_front, with_front

_HEAD = 1 << 16
_LONGEST_TITLE = 200
# Lines this long are paragraphs of their own; shorter ones are wrapped.
_PARAGRAPH = 120
_HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$", re.MULTILINE)
_UNDERLINED = re.compile(r"^(\S[^\n]*)\n(?:=+|-{3,})[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"^ {0,3}(?:[-*_=][ \t]*){3,}$", re.MULTILINE)
_LINE_MARK = re.compile(r"^ {0,3}(?:>[ \t]?)+|^[ \t]*[-*+][ \t]+(?=\S)", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(?:```|~~~).*$", re.MULTILINE)
_IMAGE = re.compile(r"!\[([^\]\n]{0,500})\]\([^()\s]{0,2000}(?:\s+\"[^\"\n]*\")?\)")
_LINK = re.compile(r"\[([^\]\n]{1,500})\](?:\([^()\s]{0,2000}(?:\s+\"[^\"\n]*\")?\)|\[[^\]\n]{0,100}\])")
_TARGET = re.compile(r"^ {0,3}\[[^\]\n]{1,100}\]:[ \t]+\S+.*$", re.MULTILINE)
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,1000}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_\n]{1,1000}?)(?<=\S)\1(?![\w*])")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!>-])")


def read_note(data: bytes, path: str, *, markdown: bool) -> Draft | Fault:
    """The text as a document, or why it is none."""
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    if is_binary(text):
        return Fault(path, "is no text")
    table, body = split_front(text)
    title = None
    if markdown:
        title = _markdown_title(body)
        body = plain_markdown(body)
    body = tidy(body if "\n\n" in body else _parted(body))
    if not body:
        return Fault(path, "holds no text")
    return with_front(Draft(path=path, text=body, title=one_line(title) or _first_line(body)), table)


def plain_text(data: bytes, name: str) -> tuple[str, int] | None:
    """A plain text as it is written but for its front matter, and at which letter it begins; None for other formats."""
    if prose_format(name, data[:_HEAD], "article") != "txt":
        return None
    text = decode(data)
    _, body = split_front(text)
    return body, len(text) - len(body)


def _parted(text: str) -> str:
    """A text without blank lines whose lines are paragraphs, with blank lines between them."""
    lines = [line for line in text.split("\n") if line.strip()]
    long = sum(len(line) for line in lines) > _PARAGRAPH * len(lines)
    return "\n\n".join(lines) if long else text


def _first_line(text: str) -> str | None:
    """The first line where it stands alone, is short, and does not end as a sentence does."""
    head, gap, rest = text.partition("\n\n")
    fits = "\n" not in head and len(head) <= _LONGEST_TITLE and not head.endswith((".", ":", ";", ","))
    return one_line(head) if gap and rest and fits else None


def _markdown_title(text: str) -> str | None:
    found = _HEADING.search(text) or _UNDERLINED.search(text)
    return _inline(found[1]) if found else None


def plain_markdown(text: str) -> str:
    """The words of a Markdown text; headings and list items are paragraphs."""
    text = _UNDERLINED.sub(r"\n\1\n", _FENCE.sub("", text))
    text = _RULE.sub("", _TARGET.sub("", _HEADING.sub(r"\n\1\n", text)))
    return _inline(_LINE_MARK.sub("\n", text))


def _inline(text: str) -> str:
    text = _LINK.sub(r"\1", _IMAGE.sub(" ", text))
    text = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", text))
    return _ESCAPE.sub(r"\1", _TAG.sub(" ", text))
