"""One document on its way into model.DOCUMENTS, and the frames that many of them become."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import unescape

import polars as pl

from timeline import model
from timeline.readers.prose.published import Clue, Moment, resolve

LONGEST_TITLE = 500
LONGEST_TEXT = 4_000_000
_BATCH_ROWS = 256
_BATCH_TEXT = 4 << 20
_SCRIPT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->|<[!?][^<>]*>", re.DOTALL)
# Control characters, lone surrogates and marks that turn the order of what follows.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")
_BLANK = re.compile(r"[^\S\n]+")
_GAP = re.compile(r"\n[^\S\n]*\n\s*")
_ADDRESS = re.compile(r"https?://[^\s/?#]+[/?#][^\s]*[^\s/]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Draft:
    """A document as its container tells it.

    path: of the delivery, followed by that within it for what an archive holds; own_key: what a feed's entry is known
    by; clues: where dates of publication were found, those of one origin in the order in which they are believed;
    line: where it stands in its container, where that is known.
    """

    path: str
    text: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    own_key: str | None = None
    line: int | None = None
    clues: tuple[Clue, ...] = ()

    @property
    def key(self) -> str:
        """The feed entry's own, the canonical URL where it is more than a site's front page, or the path."""
        if self.own_key:
            return self.own_key
        return self.url if self.url and _ADDRESS.fullmatch(self.url) else self.path


@dataclass(frozen=True, slots=True)
class Fault:
    """A document that can't be taken: which, and why, in one line."""

    path: str
    reason: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ProseBatch:
    """Some documents of a container: frames in model.DOCUMENTS and model.REJECTS."""

    documents: pl.DataFrame
    rejects: pl.DataFrame


def batches(found: Iterable[Draft | Fault], zone: str | None) -> Iterator[ProseBatch]:
    """Frames of a few hundred documents or some megabytes of text each; a key that comes again gets its place."""
    keys: dict[str, str] = {}
    held: list[Draft | Fault] = []
    size = 0
    for each in found:
        if isinstance(each, Draft):
            known = _distinct(each, keys)
            if known is None:
                continue
            each, size = known, size + len(known.text)
            if len(each.text) == LONGEST_TEXT:
                held.append(Fault(each.path, f"is longer than {LONGEST_TEXT} characters; the rest was left out"))
        held.append(each)
        if len(held) >= _BATCH_ROWS or size >= _BATCH_TEXT:
            yield _batch(held, zone)
            held, size = [], 0
    if held:
        yield _batch(held, zone)


def _distinct(draft: Draft, keys: dict[str, str]) -> Draft | None:
    """The draft with a key that no other one has; None for a document that came before just so."""
    version = version_of(draft.text)
    key = draft.key
    if keys.get(key) == version:
        return None
    for other in (draft.url, f"{key}#{version}"):
        if key not in keys:
            break
        if other and keys.get(other) == version:
            return None
        key = other or key
    keys[key] = version
    return replace(draft, own_key=key)


def _batch(held: list[Draft | Fault], zone: str | None) -> ProseBatch:
    drafts = [each for each in held if isinstance(each, Draft)]
    faults = [each for each in held if isinstance(each, Fault)]
    moments = [resolve(draft.clues, zone) for draft in drafts]
    return ProseBatch(_documents(drafts, moments), _rejects(faults))


def _rejects(faults: list[Fault]) -> pl.DataFrame:
    columns = {
        "line": [fault.line for fault in faults],
        "reason": [one_line(fault.reason) for fault in faults],
        "text": [one_line(fault.path) for fault in faults],
    }
    schema = {name: model.REJECTS[name] for name in columns}
    return model.conform(pl.DataFrame(columns, schema=schema), model.REJECTS)


def _documents(drafts: list[Draft], moments: list[Moment]) -> pl.DataFrame:
    columns = {
        "document_key": [draft.key for draft in drafts],
        "version": [version_of(draft.text) for draft in drafts],
        "title": [one_line(draft.title) for draft in drafts],
        "publisher": [one_line(draft.publisher) for draft in drafts],
        "url": [draft.url for draft in drafts],
        "language": [draft.language for draft in drafts],
        "published_at": [moment.at for moment in moments],
        "published_on": [moment.on for moment in moments],
        "published_from": [moment.origin for moment in moments],
        "path": [draft.path for draft in drafts],
        "text": [draft.text for draft in drafts],
    }
    return pl.DataFrame(columns, schema=dict(model.DOCUMENTS))


def version_of(text: str) -> str:
    """A hash of the text, the same for the same text on any machine."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def one_line(markup: str | None) -> str | None:
    """A title or a name as plain words in one line: markup, scripts and unseen characters are gone."""
    if not markup:
        return None
    text = markup[: LONGEST_TITLE * 20]
    if "<" in text:
        text = _TAG.sub(" ", _SCRIPT.sub(" ", text))
    words = " ".join(_UNSEEN.sub(" ", unescape(text)).split())
    return words[:LONGEST_TITLE] or None


def tidy(text: str) -> str:
    """Paragraphs parted by one blank line, without unseen characters and runs of blanks; at most LONGEST_TEXT."""
    text = _UNSEEN.sub("", text[: LONGEST_TEXT * 4].replace("\r\n", "\n").replace("\r", "\n"))
    lines = (line.strip() for line in _BLANK.sub(" ", text).split("\n"))
    return _GAP.sub("\n\n", "\n".join(lines)).strip()[:LONGEST_TEXT]


def address(url: str | None) -> str | None:
    """A web address as it is written, or None for anything else (`javascript:`, a path, two lines)."""
    url = (url or "").strip()
    return url if re.fullmatch(r"https?://[^\s<>\"]{3,2000}", url, re.IGNORECASE) else None


def language(code: str | None) -> str | None:
    """The language of a code such as `en-GB` or `ru_RU`: its first part in small letters."""
    found = re.match(r"\s*([A-Za-z]{2,3})(?:[-_]|\s*$)", code or "")
    return found[1].lower() if found else None
