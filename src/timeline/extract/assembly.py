"""One document read: mentions dated, placed, counted and attributed, and those of one happening put together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import groupby
from typing import Final

from timeline.extract import basing, choosing, confidence, counting, dating, elapsed, tying, wordlists
from timeline.extract.attribution import Attribution, find_attribution
from timeline.extract.clauses import Clause
from timeline.extract.commerce import Commerce
from timeline.extract.document import Document, look_at
from timeline.extract.drafts import Dating, Draft
from timeline.extract.fallen import tell_apart, with_fallen
from timeline.extract.matcher import matched
from timeline.extract.mentions import mentions
from timeline.extract.merging import headline, merge
from timeline.extract.modality import Modality, modality_of
from timeline.extract.placing import Scene
from timeline.extract.roles import is_verb
from timeline.extract.senses import COMPARED, compares
from timeline.extract.spoken import Learned, Spoken
from timeline.extract.units import STOP
from timeline.extract.untold import with_untold, without_doubles, without_idle_words, without_told
from timeline.kinds import Taxonomy
from timeline.places import Gazetteer

# F1 is best where what is likelier than half of it is taken; what is less likely nobody is asked to look at.
LEAST: Final = 0.3
_REACH: Final = 2
_PLACE_REACH: Final = 3
# Kinds whose details are told in sentences of their own after the date has been said.
_HAPPENINGS: Final = frozenset(
    (
        "armed_attack",
        "office_attack",
        "casualties",
        "protest",
        "disaster",
        "kidnapping",
        "robbery",
        "evacuation",
        "detention",
        "election",
        "referendum",
    )
)
# What is told in the perfect tense of these is news of the day.
_ACTS: Final = frozenset(("detention",))
_PRESENT: Final = frozenset(("is", "are"))
_PERFECT: Final = frozenset(("has", "have"))
_QUOTES: Final = frozenset('"“”«»`')
# A day and a full stop alone are fewer words than this.
_CONTENT: Final = 4
_NEAR_VERB: Final = 6
_NEAR_START: Final = 3
_GOING_ON: Final = frozenset(("he", "she", "they", "it", "both"))
# Kinds whose triggers are words of every day: behind "since" they tell nothing.
_SPOKEN: Final = frozenset(("statement", "threat", "diplomacy"))
_SAID: Final = frozenset(("statement", "threat"))
_LISTS: Final = wordlists.load("assembly")
# Those whose words are colour: they make no statement.
_COMMONERS: Final = _LISTS.words["commoners"]
_DETERMINERS: Final = frozenset(("the", "a", "his", "her", "its", "their", "this", "that", "last"))
_VAGUE: Final = frozenset(("statement", "diplomacy", "casualties"))
# The same words may tell who did it, which is less than whom it befell.
_SPECIAL: Final = frozenset(("office_attack",))
# A toll that nobody counts.
_TOLL: Final = "casualties.toll"
# Deaths are carried by what caused them, where that is told close by.
_CAUSES: Final = frozenset(("armed_attack", "office_attack", "disaster", "protest", "kidnapping"))


def read(
    text: str, published: date | None, taxonomy: Taxonomy, gazetteer: Gazetteer, *, least: float = LEAST
) -> tuple[Document, list[Draft]]:
    """The text as it was looked at, and its claims of at least that confidence in the order of their sentences."""
    document, drafts = weighed(text, published, taxonomy, gazetteer)
    kept = without_idle_words([draft for draft in drafts if draft.confidence >= least])
    tell_apart(document, kept)
    days = choosing.likeliest(document, kept)  # What was learned judges what the rules found, before it is changed.
    tying.tie(document, kept, taxonomy.counts)
    basing.settle(document, kept)
    for draft, likeliest in zip(kept, days, strict=True):
        draft.dating = likeliest
    confidence.doubt(document, kept)
    return document, kept


def weighed(
    text: str, published: date | None, taxonomy: Taxonomy, gazetteer: Gazetteer, known: Learned | None = None
) -> tuple[Document, list[Draft]]:
    """The text as it was looked at, and all that may be claims, however unlikely; numbers are those that rules give.

    known: what words say for a kind; what comes with the program if not given.
    """
    document = look_at(text, published, gazetteer)
    spoken = Spoken(document, known)
    starts = {document.unit_at(place.start) for place in document.places}
    found, barred = matched(document.units, taxonomy, starts.__contains__)
    drafts = mentions(document, found, taxonomy.yields)
    drafts = with_untold(document, drafts, spoken, taxonomy.topics, barred)
    Reader(document, taxonomy).fill(drafts)
    telling = without_doubles(_telling(document, drafts))
    telling = without_told(telling, frozenset(spoken.known.kinds))
    telling = carried(headline(telling, document.heading))
    united = one_of_each(document, merge(telling, gazetteer.same_or_contained))
    united = with_fallen(united, drafts, spoken)
    confidence.judge(document, united, spoken)
    return document, sorted(united, key=lambda draft: (draft.sentence, draft.first))


def one_of_each(document: Document, drafts: list[Draft]) -> list[Draft]:
    """Without the less plain of two kinds that the same words tell of, and without what is only threatened."""
    beside: dict[int, list[Draft]] = {}
    for draft in drafts:
        beside.setdefault(draft.sentence, []).append(draft)
    return [draft for draft in drafts if not any(_takes(document, other, draft) for other in beside[draft.sentence])]


def _takes(document: Document, one: Draft, other: Draft) -> bool:
    """Whether the words of the second tell rather of the first: "threatened to pull out its workers" moves nobody."""
    if one.faint or other.faint:  # It is no trigger that a faint one stands at.
        return False
    first, stop = max(one.first, other.first), min(one.stop, other.stop)
    if one.root == "threat" and other.root != "threat" and other.clause is Clause.AIM and one.first < other.first:
        return True
    if one.root == other.root or stop <= first or other.root in _SPECIAL:
        return False
    if "threat" in (one.root, other.root):
        return one.root == "threat" and one.first <= other.first
    spread = any("and" in document.units.words[each.first : each.stop] for each in (one, other))
    return _plainness(one) > _plainness(other) and not spread


def _plainness(draft: Draft) -> tuple[bool, int, bool, bool]:
    """How plainly it is told: by strong words, by several of them, by a verb, with a number."""
    return not draft.weak, len({hit.first for hit in draft.hits}), not draft.nominal, bool(draft.quantities)


def _taken_over(said: Dating) -> Dating:
    return said._replace(basis="context", said=False, span=None, since=False)


def _telling(document: Document, drafts: list[Draft]) -> list[Draft]:
    """Without what nobody says, without "no one was hurt", and without the affairs of companies."""
    commerce = Commerce(document)
    return [draft for draft in drafts if not _is_empty(document, draft) and not commerce.concerns(draft)]


def _is_empty(document: Document, draft: Draft) -> bool:
    if draft.root == "statement":
        return draft.weak and not draft.faint and not _is_stated(document, draft)
    if draft.dating is not None and draft.dating.since and draft.dating.starts is None and not draft.quantities:
        return True
    if draft.kind == _TOLL and not draft.quantities:
        return True
    denied = draft.modality is not None and draft.modality.modality == "denied"
    return draft.root == "casualties" and denied


def _is_stated(document: Document, draft: Draft) -> bool:
    """Whether somebody says something: in a quotation, or in words that follow the verb and its day.

    "..., police said on Monday" only tells where a happening is known from.
    """
    if not draft.speaker or draft.dating is None or draft.attributed not in ("says", "quoted"):
        return False
    if draft.dating.basis != "explicit" and not _COMMONERS.isdisjoint(draft.speaker.lower().split()):
        return False
    first, stop = document.units.sentences[draft.sentence]
    if not _QUOTES.isdisjoint(document.tokens.words[first:stop]):
        return True
    if document.units.at[stop - 1] - draft.stop <= _CONTENT:
        return False
    if draft.dating.basis != "explicit":
        return True
    return draft.dating.span is not None and _is_day_of_saying(document, draft, draft.dating.span)


def _is_day_of_saying(document: Document, draft: Draft, span: tuple[int, int]) -> bool:
    """Whether the words of a day stand right behind the verb, among those that name the speaker, or at the start."""
    at = document.unit_at(span[0])
    if at >= draft.first:
        return at < draft.stop + _NEAR_VERB
    begins = at - document.units.at[document.units.sentences[draft.sentence][0]] < _NEAR_START
    return begins or (draft.attribution is not None and span[0] >= draft.attribution[0])


class Reader:
    """Walks over the mentions of a document in order and remembers what the text has said so far."""

    def __init__(self, document: Document, taxonomy: Taxonomy) -> None:
        """Nothing is said yet."""
        self._document = document
        self._taxonomy = taxonomy
        self._scene = Scene(document)
        self._said: dict[str, Dating] = {}
        self._claimed: dict[str, tuple[int, Dating]] = {}
        self._latest: tuple[int, Dating] | None = None
        self._speaker: str | None = None

    def fill(self, drafts: list[Draft]) -> None:
        """Give each mention its modality, days, places, numbers and speaker."""
        for sentence, group in groupby(drafts, key=lambda draft: draft.sentence):
            same = list(group)
            first, stop = self._document.units.sentences[sentence]
            told = find_attribution(self._document.tokens, first, stop, self._speaker)
            plain = [draft for draft in same if not draft.faint]
            for draft in same:
                self._fill(draft, told, [draft] if draft.faint else plain)
            self._count(same)
            self._speaker = next((each.speaker for each in told if each.speaker), self._speaker)
        counting.go_on(self._document, [draft for draft in drafts if not draft.faint], self._taxonomy.counts)

    def _count(self, same: list[Draft]) -> None:
        """Share the numbers of a sentence among what triggers tell of, or if nothing, what its wording does."""
        plain = [draft for draft in same if not draft.faint]
        if plain:
            counting.share(self._document, plain, self._taxonomy.counts)
        elif self._document.has_number(same[0].sentence):
            counting.share(self._document, same, self._taxonomy.counts)

    def _fill(self, draft: Draft, told: list[Attribution], same: list[Draft]) -> None:
        document, (first, stop) = self._document, self._document.units.sentences[draft.sentence]
        token = document.units.token
        told_by = (token[draft.first], token[draft.stop - 1] + 1)
        draft.modality = modality_of(document.tokens, first, stop, told_by)
        behind = draft.modality.cue is not None and draft.modality.cue[0] >= document.tokens.starts[told_by[0]]
        if draft.root in _SAID and behind:  # What is threatened or said may or may not come; the words are there.
            draft.modality = Modality("asserted", None)
        draft.dating = self._date(draft, told, same)
        self._scene.settle(draft, _PLACE_REACH)
        if told:
            draft.speaker, draft.carrier, draft.attributed = told[0].speaker, told[0].carrier, told[0].kind
            draft.attribution = (told[0].start, told[0].end)
            draft.public = draft.speaker is not None and self._scene.is_public(draft.speaker)

    def _date(self, draft: Draft, told: list[Attribution], rivals: list[Draft]) -> Dating:
        found = elapsed.counted(self._document, draft)
        found = found or dating.explicit(self._document, draft, [(each.start, each.end) for each in told], rivals)
        since = self._since(draft) if found is None or found.said else None
        found = since or found or elapsed.lately(self._document, draft) or elapsed.overnight(self._document, draft)
        if found is not None:
            found = dating.settled(self._document, draft, found)
            if found.precision in ("day", "hour", "minute", "range") and found.basis != "publication":
                self._remember(draft, found)
            return found
        return self._by_context(draft) or dating.published(self._document, draft)

    def _remember(self, draft: Draft, found: Dating) -> None:
        """Keep the days for what goes on without any; those to come, or since when, are of this claim alone."""
        if draft.faint:
            return
        self._said.setdefault(draft.root, found)
        day = self._document.published
        if not found.since and not (day is not None and found.starts is not None and found.starts > day):
            self._claimed[draft.root] = (draft.sentence, found)
            if draft.root not in _SAID:
                self._latest = (draft.sentence, found)

    def _by_context(self, draft: Draft) -> Dating | None:
        """The days of a neighbouring sentence: for details of a happening, and for what goes on with "he" or "it"."""
        if self._is_present(draft):
            return None
        again = self._claimed.get(draft.root)
        if again is not None and draft.sentence - again[0] <= 1 and draft.root not in _SPOKEN:
            return _taken_over(again[1])
        if not draft.asserted:
            return None
        if self._goes_on(draft.sentence):
            days = [each for each in self._document.times_in(draft.sentence - 1) if each.precision == "day"]
            if days:
                return Dating(days[0].starts, days[0].ends, "day", "context", text=days[0].text, rule=days[0].rule)
        if draft.root in _HAPPENINGS:
            if draft.known and draft.root in self._said and not is_verb(self._document.units, draft.first):
                return _taken_over(self._said[draft.root])
            if self._latest is not None and draft.referring <= draft.sentence - self._latest[0] <= _REACH:
                return _taken_over(self._latest[1])
            if draft.root in self._said:
                return _taken_over(self._said[draft.root])
        return None

    def _is_present(self, draft: Draft) -> bool:
        """True for "has been arrested" of one who was not counted: it holds on the day of publication."""
        words = self._document.units.words
        group = words[max(0, draft.first - 3) : draft.stop]
        going_on = not _PRESENT.isdisjoint(group) and any(
            word.endswith("ing") for word in words[draft.first : draft.stop]
        )
        return going_on or not _PERFECT.isdisjoint(group)

    def _goes_on(self, sentence: int) -> bool:
        """The sentence begins with a word that takes up the one before it, in one paragraph with it."""
        first, _ = self._document.units.sentences[sentence]
        return self._document.tokens.word(first) in _GOING_ON and not self._document.paragraph_break(sentence - 1)

    def _since(self, draft: Draft) -> Dating | None:
        """From a happening that the text has dated to publication: "since the mobilization was announced"."""
        units, day = self._document.units, self._document.published
        first, stop = (self._document.units.at[token] for token in units.sentences[draft.sentence])
        if day is None or "since" not in units.words[first:stop]:
            return None
        at = units.words.index("since", first)
        if compares(units.words[max(first, at - COMPARED) : at]):
            return None
        if STOP in units.words[min(at, draft.first) : max(at, draft.first)]:
            return None
        start = self._began(at + 1)
        return Dating(start, day, "range", "context", lasting=True, text="since", rule="since", since=True)

    def _began(self, index: int) -> date | None:
        """The first day of what the words behind "since" name, where a claim before has dated it."""
        words = self._document.units.words
        while words[index] in _DETERMINERS:
            index += 1
        for at in (index, index + 1):
            if words[at] == STOP or is_verb(self._document.units, at):
                return None
            for pattern in self._taxonomy.beginning(words[at]).patterns:
                if pattern.weak:
                    continue
                known = self._said.get(pattern.kind.partition(".")[0])
                if known is not None and pattern.kind.partition(".")[0] not in _VAGUE:
                    return known.starts
        return None


def carried(drafts: list[Draft]) -> list[Draft]:
    """Without deaths and injuries that an attack or disaster of their sentence carries; it takes their numbers.

    It takes those of another sentence too, but they are marked only: a reader may enter them for themselves.
    """
    causes: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.root in _CAUSES and not draft.faint:
            causes.setdefault(draft.sentence, []).append(draft)
    kept: list[Draft] = []
    for draft in drafts:
        tally = any(each.basis == "since" for each in draft.quantities)
        cause = _cause(draft, causes) if draft.kind == "casualties" and not tally else None
        elsewhere = cause is None or cause.sentence != draft.sentence
        alone = cause is None or (elsewhere and _stands_alone(draft, cause))
        draft.carried = not alone
        if elsewhere:
            kept.append(draft)
        if cause is not None and not _is_elsewhere(cause, draft) and not (cause.root == "protest" and alone):
            known = {(each.measure, each.basis) for each in cause.quantities}
            cause.quantities += [each for each in draft.quantities if (each.measure, each.basis) not in known]
            cause.also = sorted({*cause.also, draft.sentence} - {cause.sentence})
    return kept


def _is_elsewhere(cause: Draft, draft: Draft) -> bool:
    """Whether both sentences name their places, and those lie in two countries: the dead are of another happening."""
    return cause.placed == draft.placed == "own" and None is not cause.country != draft.country is not None


def _stands_alone(draft: Draft, cause: Draft) -> bool:
    """Whether the dead and hurt have a day of their own, or are no part of what a crowd did."""
    several = any((each.value or 0) > 1 for each in draft.quantities)
    dated = draft.dating is not None and draft.dating.basis == "explicit"
    return dated or (several and cause.root == "protest")


def _cause(draft: Draft, causes: Mapping[int, list[Draft]]) -> Draft | None:
    """The nearest attack or disaster of the sentences around, those before it first."""
    for away in range(_PLACE_REACH + 1):
        for sentence in (draft.sentence - away, draft.sentence + away):
            for cause in causes.get(sentence, ()):
                if _may_be(cause, draft):
                    return cause
    return None


def _are_apart(cause: Draft, draft: Draft) -> bool:
    """Whether the two are told of two towns."""
    one, other = (
        {place.name for place in each.places if place.feature == "city"} if each.placed == "own" else set()
        for each in (cause, draft)
    )
    return bool(one and other and not one & other)


def _may_be(cause: Draft, draft: Draft) -> bool:
    if cause.sentence != draft.sentence and _are_apart(cause, draft):
        return False
    one, other = cause.dating, draft.dating
    if one is None or other is None:
        return True
    same = (one.starts, one.ends) == (other.starts, other.ends)
    return same or "explicit" not in (one.basis, other.basis) or other.basis != "explicit"
