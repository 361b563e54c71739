"""What speaks for a claim and against it: whether a careful reader would enter it into a timeline.

Each sign is a name and how much of it there is. What it weighs stands in `lexicon/weights.toml`, fitted by
`benchmarks/claims/fit.py` on articles that were read by hand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from timeline.extract.clauses import Clause
from timeline.extract.document import Document
from timeline.extract.drafts import Draft
from timeline.extract.wording import Spoken

Sign = tuple[str, float]
CONSTANT: Final = "any"

# The most that counts: words of a trigger, hits, sentences that tell it again, other claims of a sentence or a text.
_WORDS: Final = 6
_SEVERAL: Final = 3
_MANY: Final = 4
_FAR: Final = 20
_QUOTES: Final = {'"': '"', "“": "”", "«": "»", "`": "'", "”": ""}
_QUOTED: Final = 4
_ASIDES: Final = frozenset((Clause.RELATIVE, Clause.TIME, Clause.GROUND))
# Log odds are brought down to the size of the other signs; from `_LIKELY` on they count once more.
_ODDS: Final = 3
_LIKELY: Final = -3
_LONG: Final = 40
# What speaks for a claim of a trigger need not speak for one without.
_FAINT: Final = "faint: "


class Weighing:
    """The signs of a document's claims; what else its sentences tell is counted once."""

    def __init__(self, document: Document, drafts: Sequence[Draft], spoken: Spoken) -> None:
        """All claims of the document, also those that nobody will be shown; and what its sentences speak for."""
        self._document = document
        self._spoken = spoken
        self._roots = Counter(draft.root for draft in drafts if not draft.faint)
        self._sentences: dict[int, list[Draft]] = defaultdict(list)
        # Who makes a statement, to the sentence of the first one.
        self._heard: dict[str, int] = {}
        for draft in (draft for draft in drafts if not draft.faint):
            self._sentences[draft.sentence].append(draft)
            if draft.speaker and draft.root == "statement" and (not draft.weak or _quotes(document, draft)):
                first = self._heard.get(draft.speaker, draft.sentence)
                self._heard[draft.speaker] = min(first, draft.sentence)

    def signs(self, draft: Draft) -> Iterator[Sign]:
        """The signs of one claim."""
        yield CONSTANT, 1.0
        yield from _of_kind(draft)
        yield from _of_trigger(self._document, draft)
        yield from _of_details(draft)
        yield from self._of_company(draft)
        yield from self._of_wording(draft)
        yield from self._of_sentence(draft)

    def _of_company(self, draft: Draft) -> Iterator[Sign]:
        """What the sentence and the text tell beside it."""
        others = [other for other in self._sentences[draft.sentence] if other is not draft]
        yield "others in the sentence", min(_SEVERAL, len(others))
        yield "dated others in the sentence", min(_SEVERAL, sum(_basis(other) == "explicit" for other in others))
        yield "first in the sentence", float(all(other.first > draft.first for other in others))
        yield "circumstance of another", float(any(_is_circumstance(draft, other) for other in others))
        if draft.root == "statement" and draft.speaker:
            heard = self._heard.get(draft.speaker, draft.sentence) < draft.sentence
            yield "heard before", float(heard)
            yield "very words of an office", float(draft.public and not heard and _quotes(self._document, draft))
        yield "others of the kind", min(_MANY, self._roots[draft.root] - (not draft.faint))

    def _of_wording(self, draft: Draft) -> Iterator[Sign]:
        """How much the words of its sentence and of those around speak for its kind, and for another one."""
        spoken, at, kind = self._spoken, draft.sentence, draft.root
        here, mark = spoken.of(at, kind), _FAINT if draft.faint else ""
        yield f"{mark}wording", here / _ODDS
        yield f"{mark}likely wording", max(0.0, here - _LIKELY) / _ODDS
        yield f"{mark}wording of another kind", spoken.of_another(at, kind) / _ODDS
        yield f"{mark}wording before", spoken.of(at - 1, kind) / _ODDS
        yield f"{mark}wording behind", spoken.of(at + 1, kind) / _ODDS

    def _of_sentence(self, draft: Draft) -> Iterator[Sign]:
        """What kind of sentence it stands in."""
        document, at = self._document, draft.sentence
        mark = _FAINT if draft.faint else ""
        yield f"{mark}days in the sentence", min(2, len(document.times_in(at)))
        yield f"{mark}heading", float(at < document.heading)
        yield f"{mark}length", min(_LONG, len(document.words_in(at))) / _LONG
        yield f"{mark}quoted", float(_quotes(document, draft))


def _basis(draft: Draft) -> str:
    return draft.dating.basis if draft.dating else "none"


def _quotes(document: Document, draft: Draft) -> bool:
    """Whether the sentence quotes more than a word or two ("three sites classified as 'sensitive'")."""
    first, stop = document.units.sentences[draft.sentence]
    words = document.tokens.words[first:stop]
    opened, closer = -1, ""
    for at, word in enumerate(words):
        if opened < 0 and word in _QUOTES:
            opened, closer = at, _QUOTES[word]
        elif word == closer and at > opened + 1:
            if at - opened > _QUOTED:
                return True
            opened, closer = -1, ""
    return opened >= 0 and len(words) - opened > _QUOTED


def _is_circumstance(draft: Draft, other: Draft) -> bool:
    """Whether it only tells how, why or when the other happened: it has no day but that of the other.

    "16,000 people were ordered out on Friday when a dike broke", "discussed the bombing with aides on Friday".
    """
    one, its = draft.dating, other.dating
    if draft.clause is Clause.AIM and draft.asserted and not draft.quantities:
        return draft.root != other.root and not other.nominal  # "Police deployed to break up a rally"
    if draft.root == other.root or one is None or its is None or one.span is None or one.span != its.span:
        return False
    aside = draft.clause in _ASIDES and one.far > its.far
    named = draft.nominal and not draft.quantities
    return (aside or named) and not other.nominal and (other.clause is Clause.MAIN or other.first < draft.first)


def _of_kind(draft: Draft) -> Iterator[Sign]:
    """The kind alone, and with what tells most beside it."""
    kind, basis = draft.root, _basis(draft)
    yield kind, 1.0
    yield f"{basis} day", 1.0
    yield f"{kind}, {basis} day", 1.0
    for name, there in _manners(draft):
        if there:
            yield name, 1.0
            yield f"{name}, {basis} day", 1.0
            yield f"{name} {kind}", 1.0


def _manners(draft: Draft) -> Iterator[tuple[str, bool]]:
    yield "weak", draft.weak
    yield "faint", draft.faint
    yield "nominal", draft.nominal
    yield "referring", draft.referring
    yield "carried", draft.carried
    yield "counted", bool(draft.quantities)
    yield f"{draft.clause.value} clause", True


def _of_trigger(document: Document, draft: Draft) -> Iterator[Sign]:
    """The words that tell it."""
    own = document.units.words[draft.first : draft.stop]
    yield "words", min(_WORDS, len(own)) / _WORDS
    yield "hits", min(_SEVERAL, len({hit.first for hit in draft.hits}) - 1)
    yield "plural noun", float(draft.nominal and own[0].endswith("s"))
    if draft.root == "statement":
        yield f"by {own[0]!r}", 1.0


def _of_details(draft: Draft) -> Iterator[Sign]:
    """What was found around the trigger: day, place, speaker, and how sure they say it is."""
    if draft.dating is not None:
        yield f"to the {draft.dating.precision}", 1.0
        yield "day of telling", float(draft.dating.said)
        yield "day far away", min(_FAR, draft.dating.far) / _FAR if draft.dating.basis == "explicit" else 0.0
    yield draft.modality.modality if draft.modality else "asserted", 1.0
    yield "alleged", float(draft.modality is not None and draft.modality.alleged)
    yield f"place: {draft.placed or 'none'}", 1.0
    yield "told again", min(_SEVERAL, len(draft.also))
    yield "speaker", float(draft.speaker is not None)
    yield "public speaker", float(draft.public)
    if draft.attributed:
        yield f"attributed: {draft.attributed}", 1.0
