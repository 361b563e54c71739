"""From hits to mentions: what one sentence says of one kind is one mention, unless it tells of two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

from timeline.extract import wordlists
from timeline.extract.clauses import Clause, clause_of
from timeline.extract.document import Document
from timeline.extract.drafts import Draft
from timeline.extract.matcher import Hit
from timeline.extract.roles import is_verb
from timeline.extract.units import COMMA, STOP

_CUTS: Final = frozenset((COMMA, STOP, "and", "while", "but"))
# What is said in one sentence is one statement.
_WHOLE: Final = frozenset(("statement", "threat", "casualties"))
# Whether somebody says something is seen later, when it is known who.
_SPOKEN_ANYWAY: Final = frozenset(("statement",))
_JOINING: Final = frozenset(("and", "while", "but", "after", "when", "as", "before", "since", COMMA))
_HOW: Final = frozenset((COMMA, "after", "before", "by", "while"))
_LINKS: Final = frozenset(("and", "but"))
_AUXILIARY: Final = frozenset(("would", "will", "was", "were", "has", "have", "had", "been", "then", "also", "later"))
_INTO: Final = frozenset(("in", "during", "after"))
_CLOSE: Final = 5
_SINCE_REACH: Final = 8
_OWN_DAY: Final = 1
_LISTS: Final = wordlists.load("assembly")
_CLOSED: Final = wordlists.load("phrases").union("determiners", "prepositions", "conjunctions", "pronouns")
_KNOWN: Final = _LISTS.words["definite"]
# Never verbs, whatever stands beside them: the "of" of "the murder of the mayor".
_SMALL: Final = _LISTS.words["at"] | _LISTS.words["articles"] | frozenset(("by", "for", "with", "and", "or", "against"))
_BEING: Final = frozenset(("is", "are", "was", "were"))
# "Victims of", "in response to": what follows their preposition is told elsewhere.
_ABOUT: Final = _LISTS.words["about_known"]
_ENDS_PHRASE: Final = _LISTS.words["ends_phrase"] | {COMMA, STOP}
# Between a verb and its object.
_OBJECT_REACH: Final = 5
_REACTING: Final = _LISTS.words["reacting"]
_ENDS_CLAUSE: Final = frozenset((COMMA, STOP, "and", "after", "when"))
# Words behind the verb of "..., the president announced on Monday", and those that name him.
_TAIL: Final = 4
_LONGEST_NAME: Final = 8
# Behind these, until the end of the clause, stands what is known already.
_BACKGROUND: Final = frozenset(("since",))


def mentions(document: Document, hits: list[Hit], yields: Mapping[str, tuple[str, ...]]) -> list[Draft]:
    """The mentions of a text, in order. yields: kind to the kinds that it gives way to inside a sentence."""
    found: list[Draft] = []
    for sentence, group in groupby(hits, key=lambda hit: document.units.sentence[hit.first]):
        drafts = list(_of_sentence(document, sentence, list(group)))
        found += _without_yielding(document, drafts, yields)
    return found


def _of_sentence(document: Document, sentence: int, hits: list[Hit]) -> Iterator[Draft]:
    by_root: dict[str, list[Hit]] = {}
    for hit in hits:
        if not _is_background(document, hit):
            by_root.setdefault(hit.kind.partition(".")[0], []).append(hit)
    for root, same in by_root.items():
        for part in [same] if root in _WHOLE else _parts(document, sentence, same):
            draft = _draft(document, sentence, part)
            if not draft.weak or root in _SPOKEN_ANYWAY or _is_supported(document, sentence):
                yield draft


def _is_supported(document: Document, sentence: int) -> bool:
    """Whether a sentence has a date or a number, which a weak trigger needs."""
    return bool(document.times_in(sentence)) or document.has_number(sentence)


def _draft(document: Document, sentence: int, hits: list[Hit]) -> Draft:
    strong = [hit for hit in hits if not hit.pattern.weak] or hits
    main = strong[0] if len(strong) == 1 else max(strong, key=lambda hit: _weight(document, hit))
    weak = all(hit.pattern.weak for hit in hits)
    nominal = not any(_is_verbal(document, hit) for hit in hits)
    refer = [_refers(document, hit) for hit in hits]
    referring = nominal and all(refer)
    draft = Draft(main.kind, sentence, main.first, main.stop, hits, weak, referring, nominal, known=any(refer))
    draft.clause = clause_of(document.units, main.first)
    draft.spoken_of = nominal and _is_spoken_of(document, main)
    return draft


def _is_spoken_of(document: Document, hit: Hit) -> bool:
    """Whether a verb of saying or feeling has it as its object: "condemned two bomb attacks in Kenya"."""
    words = document.units.words
    before = words[max(0, hit.first - _OBJECT_REACH) : hit.first]
    return not _REACTING.isdisjoint(before) and _ENDS_CLAUSE.isdisjoint(before)


def _weight(document: Document, hit: Hit) -> tuple[int, int, int]:
    """The sub-kind before its kind; then the most words that stand close together; then the first."""
    length = hit.stop - hit.first
    close = length <= _CLOSE and COMMA not in document.units.words[hit.first : hit.stop]
    return hit.kind.count("."), length if close else -length, -hit.first


def _is_verbal(document: Document, hit: Hit) -> bool:
    units, words = document.units, document.units.words
    if words[hit.first] in _BEING:  # "are in custody"
        return True
    return any(is_verb(units, index) for index in range(hit.first, hit.stop) if words[index] not in _SMALL)


def _tells(document: Document, draft: Draft) -> bool:
    """Whether a verb, rather than a noun and its prepositions, tells that it happened."""
    words = document.units.words
    before = words[draft.first - 1] if draft.first else ""
    if before == "no":  # "There were no restrictions": the content of what is said.
        return True
    return not (draft.referring or before == "to") and any(
        words[index] not in _CLOSED and is_verb(document.units, index)
        for hit in draft.hits
        for index in range(hit.first, hit.stop)
    )


def _refers(document: Document, hit: Hit) -> bool:
    """True for "the attack", "victims of attacks": a noun that speaks of what is known."""
    words = document.units.words
    at = hit.first
    if words[at] in _INTO:  # "in the clashes": what the preposition leads to
        return not _KNOWN.isdisjoint(words[at + 1 : hit.stop])
    if is_verb(document.units, at):
        return False
    for index in range(at - 1, max(-1, at - 4), -1):
        word = words[index]
        if word in _KNOWN or _is_possessed(document, index + 1):
            return True
        if word in _ENDS_PHRASE:
            return words[index - 1] in _ABOUT
    return False


def _is_possessed(document: Document, index: int) -> bool:
    """Whether the word before is that of an owner: "last month's murder"."""
    units = document.units
    return units.tokens.word(units.token[index] - 1) in ("'s", "’s")


def _parts(document: Document, sentence: int, hits: list[Hit]) -> Iterator[list[Hit]]:
    """The hits of one kind, cut where both sides have a date or a place of their own."""
    current = [hits[0]]
    for hit in hits[1:]:
        if _tells_of_another(document, sentence, max(each.stop for each in current), hit):
            yield current
            current = []
        current.append(hit)
    yield current


def _tells_of_another(document: Document, sentence: int, before: int, hit: Hit) -> bool:
    words = document.units.words
    cut = next((index for index in range(before, hit.first) if words[index] in _CUTS), None)
    if cut is None or _is_how(words, hit):
        return False
    alike = _goes_on(words, hit)
    places = {place.name: document.unit_at(place.start) for place in document.places_in(sentence)}
    left = {name for name, at in places.items() if at < cut}
    right = {name for name, at in places.items() if at >= cut}
    times = [document.unit_at(time.start) for time in document.times_in(sentence)]
    dated = any(at < cut for at in times) and any(at >= cut for at in times)
    return dated or (not alike and bool(left - right and right - left))


def _is_how(words: list[str], hit: Hit) -> bool:
    """Whether a participle tells how it was done: "marched through Rome, burning flags", "after firing shots"."""
    return words[hit.first].endswith("ing") and words[hit.first - 1] in _HOW


def _goes_on(words: list[str], hit: Hit) -> bool:
    """Whether a verb without a subject of its own goes on with what was told: "raided two homes and searched"."""
    at = hit.first - 1
    while words[at] in _AUXILIARY:
        at -= 1
    return words[at] in _LINKS


def _is_background(document: Document, hit: Hit) -> bool:
    """True for what stands behind "since": it dates something else."""
    words = document.units.words
    for index in range(hit.first - 1, max(-1, hit.first - _SINCE_REACH), -1):
        if words[index] in (COMMA, STOP):
            return False
        if words[index] in _BACKGROUND:
            return not _is_dated(document, hit)
    return False


def _is_dated(document: Document, hit: Hit) -> bool:
    """Whether a day of its own follows right behind: "since the council tightened sanctions on March 7".

    Where nothing else is told it may stand further off: "since a bomb ripped through an office in Nairobi on Friday".
    """
    times = document.times_in(document.units.sentence[hit.first])
    behind = [document.unit_at(time.start) - hit.stop for time in times if time.precision == "day"]
    alone = len(behind) == 1 and behind[0] >= 0 and STOP not in document.units.words[hit.stop : hit.stop + behind[0]]
    return alone or any(0 <= away <= _OWN_DAY for away in behind)


def _without_yielding(
    document: Document, drafts: list[Draft], yields: Mapping[str, tuple[str, ...]]
) -> Iterable[Draft]:
    roots = {draft.root for draft in drafts}
    strong = {draft.root for draft in drafts if not (draft.weak or draft.referring)}
    # A single one has nothing to give way to.
    told = {draft.root for draft in drafts if _tells(document, draft)} if len(drafts) > 1 else set[str]()
    for draft in drafts:
        to = yields.get(draft.kind, ())
        if draft.weak and draft.nominal and "*" not in to and "statement" in roots and not strong:
            continue
        if "*" in to:  # To say something yields to what is told to have happened, not to a noun that it is about.
            rivals = [other for other in drafts if other.root in told and other.root != draft.root]
            if draft.weak:
                rivals = [other for other in rivals if other.clause not in (Clause.RELATIVE, Clause.TIME)]
            beside = _is_said_beside(document, draft)
            gives_way = any(draft.weak or beside or _tells_the_same(document, draft, other) for other in rivals)
        else:
            rivals = [other for other in drafts if other.root in to and (draft.weak or other.root in strong)]
            gives_way = any(_tells_the_same(document, draft, other) for other in rivals)
            apart = [hit for hit in draft.hits if not any(_is_one_clause(document, hit, each) for each in rivals)]
            if gives_way and apart and draft.root != "casualties":
                yield _draft(document, draft.sentence, apart)
        if not gives_way:
            yield draft


def _is_said_beside(document: Document, draft: Draft) -> bool:
    """Whether it is said while or for doing something else, or the sentence ends with who says the rest.

    "Marched through the town, demanding its resignation", "rallied to urge him to run", "..., officials acknowledged".
    """
    words, first = document.units.words, draft.first
    if draft.clause is Clause.AIM or (words[first - 1] == COMMA and words[first].endswith(("ing", "ed"))):
        return True
    if words[first - 1] == "and" and words[first].endswith("ing"):
        return True
    end = document.units.at[document.units.sentences[draft.sentence][1]]
    begins = document.units.at[document.units.sentences[draft.sentence][0]]
    tail = end - draft.stop <= _TAIL and draft.stop - draft.first == 1
    return tail and COMMA in words[max(begins, first - _LONGEST_NAME) : first]


def _tells_the_same(document: Document, one: Draft, other: Draft) -> bool:
    # A bomb kills: cause and effect are told in two clauses.
    return "casualties" in (one.root, other.root) or _is_one_clause(document, one, other)


def _is_one_clause(document: Document, one: Draft | Hit, other: Draft | Hit) -> bool:
    """Whether two triggers tell of one thing: no clause with a verb of its own begins between them."""
    first, last = sorted((one, other), key=lambda draft: draft.first)
    between = document.units.words[first.stop : last.first]
    return not ((_JOINING.intersection(between) and is_verb(document.units, last.first)) or STOP in between)
