"""A feed's text in pieces of some entries each, every one a small feed of its own, so that memory stays flat."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from timeline.readers.prose.decoding import codec_of, decode
from timeline.readers.prose.markup import without_type
from timeline.readers.prose.source import Source

WHOLE = 4 << 20
_PIECE = 1 << 20
_ENTRIES = 200
_PART = 1 << 20
# What stays open longer is damaged: then its beginning is passed over.
_LONGEST_OPEN = 16 << 20
_TOKEN = re.compile(
    r"<!\[CDATA\[.*?\]\]>|<!--.*?-->"
    r"|(?P<unclosed><!\[CDATA\[|<!--)"
    r"|<(?P<close>/?)(?:[\w.-]+:)?(?:item|entry)(?=[\s/>])[^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
_LIST = re.compile(r"<((?:[\w.-]+:)?items)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<([\w.-]+:)?(rss|feed|RDF)(?=[\s>])", re.IGNORECASE)
_CHANNEL = re.compile(r"<(/?)((?:[\w.-]+:)?channel)(?=[\s>])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """Some entries with the feed's head before and its end behind them, and how many entries there seem to be."""

    text: str
    entries: int


def texts(source: Source) -> Iterator[str]:
    """The feed's text, in one piece where it is small; without declaration, document type and its entities."""
    with source.stream() as stream:
        first = stream.read(WHOLE)
        more = stream.read(_PIECE)
        if not more:
            yield _begun(decode(first))
            return
        decoder = codecs.getincrementaldecoder(codec_of(first))("replace")
        yield _begun(decoder.decode(first))
        while more:
            yield decoder.decode(more)
            more = stream.read(_PIECE)
        yield decoder.decode(b"", True)


def _begun(text: str) -> str:
    """The text from its root element on: declarations of encodings and entities stand before it."""
    text = without_type(text.replace("\x00", ""))
    root = _ROOT.search(text)
    return text[root.start() :] if root else text


def parts(pieces: Iterator[str]) -> Iterator[Part]:
    """The feed in parts; a small one is a part of itself."""
    first = next(pieces, "")
    second = next(pieces, None)
    if second is None:
        yield Part(first, _count(first))
        return
    cutter = _Cutter()
    yield from cutter.feed(first)
    yield from cutter.feed(second)
    for piece in pieces:
        yield from cutter.feed(piece)
    yield from cutter.finish()


def _count(text: str) -> int:
    return sum(1 for found in _TOKEN.finditer(text) if found["close"] == "")


@dataclass(slots=True)
class _Cutter:
    """Cuts where an entry begins; what stands behind the last entry goes with it."""

    head: str | None = None
    tail: str = ""
    held: list[str] = field(default_factory=list)
    size: int = 0
    rest: str = ""
    scanned: int = 0

    def feed(self, piece: str) -> Iterator[Part]:
        self.rest += piece
        yield from self._cut()

    def finish(self) -> Iterator[Part]:
        yield from self._cut(final=True)
        self._hold(self.rest)
        yield from self._flush()

    def _cut(self, *, final: bool = False) -> Iterator[Part]:
        begun, at = 0, self.scanned
        while found := _TOKEN.search(self.rest, at):
            if found["unclosed"] and not final and len(self.rest) - found.start() < _LONGEST_OPEN:
                at = found.start()
                break
            at = found.end()
            if found["close"] == "":
                self._hold(self.rest[begun : found.start()])
                begun = found.start()
                if len(self.held) >= _ENTRIES or self.size >= _PART:
                    yield from self._flush()
        else:
            at = max(at, len(self.rest) - 200)
            at = max(self.rest.rfind("<", at), begun) if "<" in self.rest[at:] else len(self.rest)
        self.rest, self.scanned = self.rest[begun:], at - begun

    def _hold(self, text: str) -> None:
        if self.head is None:
            self.head = _LIST.sub("", text)
            self.tail = _closing(self.head)
        elif text:
            self.held.append(text)
            self.size += len(text)

    def _flush(self) -> Iterator[Part]:
        if self.held:
            yield Part((self.head or "") + "".join(self.held) + self.tail, len(self.held))
        self.held, self.size = [], 0


def _closing(head: str) -> str:
    """The end tags of what the head leaves open."""
    root = _ROOT.search(head)
    channels = [found[2] for found in _CHANNEL.finditer(head) if not found[1]]
    closed = sum(1 for found in _CHANNEL.finditer(head) if found[1])
    inner = f"</{channels[-1]}>" if len(channels) > closed else ""
    return inner + (f"</{root[1] or ''}{root[2]}>" if root else "")
