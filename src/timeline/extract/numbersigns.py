"""What speaks for a number's being one that a claim counts, and against it.

Each sign is a name and how much of it there is, each mark a word that stands about the number. What signs weigh stands
in `lexicon/ties.toml`, what marks weigh in `lexicon/ties.gz`; `benchmarks/claims/fit.py` fits both on articles that
were read by hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from timeline.extract.counting import CAUSES, objections
from timeline.extract.document import Document
from timeline.extract.drafts import Draft
from timeline.extract.nearby import nearby, within
from timeline.extract.nouns import is_past
from timeline.extract.quantities import Quantity
from timeline.extract.senses import HARM
from timeline.extract.stems import stem
from timeline.extract.units import COMMA, STOP
from timeline.extract.unread import UNREAD

Sign = tuple[str, float]
_FAR: Final = 20
_BESIDE: Final = 1
_NEAR: Final = 4
_SEVERAL: Final = 3
# Words over which a number (or a day) seldom belongs to a trigger.
_PARTING: Final = frozenset(
    ("who", "which", "whose", "where", "that", "when", "while", "as", "after", "before", "because", "since", "until")
)
_JOINING: Final = frozenset(("with", "including", "and", "but", "to", "by"))
OVER: Final = _PARTING | _JOINING
_MARKED: Final = frozenset(("article", "part", "definite", "named", UNREAD))
_SIZES: Final = ((0, "nothing"), (1, "one"), (11, "few"), (99, "dozens"), (999, "hundreds"), (999_999, "thousands"))
# "Four masked men held up a van": those who did it.
DOERS: Final = "who did it"
# This claim has it by the rules, another one, or none.
_OWN: Final = "own"
_OTHERS: Final = "another's"
_NOBODYS: Final = "nobody's"


class Tie(NamedTuple):
    """A number that a claim may count, in the sense that it then has. ruled: the rules gave it to the claim."""

    draft: Draft
    quantity: Quantity
    ruled: bool


class NumberSigns:
    """The signs of a document's numbers."""

    def __init__(
        self,
        document: Document,
        drafts: Sequence[Draft],
        owners: Mapping[int, list[Draft]],
        counts: Mapping[str, tuple[str, ...]],
    ) -> None:
        """owners: where a number begins to the claims that have it by the rules. counts: kind to its measures."""
        self._document = document
        self._counts = counts
        self._owners = owners
        self._beside: dict[int, list[Draft]] = defaultdict(list)
        for draft in drafts:
            self._beside[draft.sentence].append(draft)

    def of(self, one: Tie) -> list[Sign]:
        """The signs of a tie."""
        owned, at = self._owned(one), self._document.unit_at(one.quantity.start)
        signs = [("any", 1.0), *self._of_rules(one, owned), *_of_number(one), self._before_verb(one)]
        if self._document.units.sentence[at] == one.draft.sentence:
            return [*signs, *self._of_stand(one, owned, at), *self._of_company(one, at)]
        return [*signs, ("elsewhere", 1.0), (f"elsewhere, {owned}", 1.0)]

    def _owned(self, one: Tie) -> str:
        if one.ruled:
            return _OWN
        return _OTHERS if self._owners.get(one.quantity.start) else _NOBODYS

    def _of_rules(self, one: Tie, owned: str) -> list[Sign]:
        """Whose it is by the rules, alone and with what tells most beside it."""
        root, measure = one.draft.root, one.quantity.measure
        faint = "faint " if one.draft.faint else ""
        signs = [
            (f"{faint}{owned}", 1.0),
            (f"{owned} {root}", 1.0),
            (f"{owned} {measure}", 1.0),
            (f"{owned} {size_of(one.quantity)}", 1.0),
            (f"{faint}measured", float(measure in self._counts.get(one.draft.kind, ()))),
        ]
        if owned == _OTHERS:
            other = self._owners[one.quantity.start][0].root
            signs.append((f"of {other}, not {root}", 1.0))
            signs.append(("of another's cause", float(self._is_of_another_cause(one))))
            signs.append(("in another's words", float(self._is_in_words_of_another(one))))
        return signs

    def _is_of_another_cause(self, one: Tie) -> bool:
        """Whether it counts dead or hurt whom the rules gave to another happening: a death has one cause."""
        owners = self._owners[one.quantity.start]
        able = one.quantity.measure in HARM and one.draft.root in CAUSES
        return able and any(owner.root in CAUSES for owner in owners)

    def _is_in_words_of_another(self, one: Tie) -> bool:
        """Whether it stands among the words that tell another claim: "ordered 900 troops in and declared"."""
        at, owners = self._document.unit_at(one.quantity.start), self._owners[one.quantity.start]
        return not _holds(one.draft, at) and any(_holds(owner, at) for owner in owners)

    def _before_verb(self, one: Tie) -> Sign:
        tokens = self._document.tokens
        return "before a verb", float(is_past(tokens.word(self._document.token_at(one.quantity.end - 1) + 1)))

    def _of_stand(self, one: Tie, owned: str, at: int) -> list[Sign]:
        """Where it stands in the claim's sentence: on which side of the trigger, how far, and over what words."""
        draft = one.draft
        side, between = _between(self._document, one, at)
        signs = [
            (side, 1.0),
            (f"{side} {draft.root}", 1.0),
            (f"far {side}", min(_FAR, len(between)) / _FAR),
            ("beside", float(len(between) <= _BESIDE)),
            ("near", float(len(between) <= _NEAR)),
            (f"{side}, commas", min(_SEVERAL, between.count(COMMA))),
            (f"{side}, stop", float(STOP in between)),
            ("over a verb", float(any(map(is_past, between)))),
        ]
        signs += [(f"{side}, over {word!r}", 1.0) for word in OVER.intersection(between)]
        for reason in objections(self._document, draft, one.quantity):
            signs += ((reason, 1.0), (f"{reason} {draft.root}", 1.0), (f"{owned}, {reason}", 1.0))
        return signs

    def _of_company(self, one: Tie, at: int) -> list[Sign]:
        """The other claims and numbers of the sentence."""
        draft = one.draft
        others = [other for other in self._beside[draft.sentence] if other is not draft]
        numbers = self._document.quantities_in(draft.sentence)
        here = abs(at - draft.first)
        nearest = min([abs(self._document.unit_at(each.start) - draft.first) for each in numbers], default=here)
        return [
            (f"{'faint ' if draft.faint else ''}alone", float(not others)),
            ("others", min(_SEVERAL, len(others))),
            ("another is nearer", float(any(abs(at - other.first) < here for other in others))),
            ("inside another", float(any(_holds(other, at) for other in others))),
            ("other numbers", min(_SEVERAL, max(0, len(numbers) - 1))),
            ("first number", float(not numbers or numbers[0].start == one.quantity.start)),
            ("nearest number", float(here == nearest)),
        ]


def marks(document: Document, one: Tie) -> Iterable[str]:
    """The words about a number, its own words, also with the kind of claim, and those between it and the trigger."""
    quantity, root = one.quantity, one.draft.root
    own = within(document, quantity)
    found = [*nearby(document, quantity), *own, *(f"{root}|{word}" for word in own)]
    at = document.unit_at(quantity.start)
    if document.units.sentence[at] == one.draft.sentence:
        side, between = _between(document, one, at)
        found += {f"{side}|{stem(word)}" for word in between if word not in (COMMA, STOP)}
    return found


def size_of(quantity: Quantity) -> str:
    """About how many: "nothing", "one", "few" and so on to "millions"."""
    value = quantity.value or 0
    return next((name for most, name in _SIZES if value <= most), "millions")


def _between(document: Document, one: Tie, at: int) -> tuple[str, list[str]]:
    """On which side of the trigger a number stands, and the words between them."""
    draft, words = one.draft, document.units.words
    if _holds(draft, at):
        return "inside", []
    if at < draft.first:
        return "before", words[document.unit_at(one.quantity.end - 1) + 1 : draft.first]
    return "behind", words[draft.stop : at]


def _of_number(one: Tie) -> list[Sign]:
    """What it counts, how many, and for what claim."""
    kind, quantity, size = one.draft.root, one.quantity, size_of(one.quantity)
    return [
        (kind, 1.0),
        (quantity.measure, 1.0),
        (f"{kind} {quantity.measure}", 1.0),
        (size, 1.0),
        (f"{kind} {size}", 1.0),
        (f"{quantity.basis} number", 1.0),
        ("at least", float(quantity.low is not None)),
        (one.draft.modality.modality if one.draft.modality else "asserted", 1.0),
        ("of them", float(quantity.scope not in (None, DOERS))),
        *((mark, 1.0) for mark in _MARKED.intersection(quantity.cues)),
    ]


def _holds(draft: Draft, at: int) -> bool:
    return draft.first <= at < draft.stop
