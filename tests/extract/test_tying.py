"""Which numbers a claim is given: those that count it, wherever the trigger stands."""

from __future__ import annotations

import pytest
import scoring
from sample import DAY, knowledge, shown

from timeline.extract import wordlists
from timeline.extract.assembly import read, weighed
from timeline.extract.tying import Tying

# Too seldom to be met in our own articles.
_SELDOM = frozenset(("denied", "hypothetical", "nothing", "own nothing", "own, apart"))


def numbers(text: str, kind: str) -> list[float]:
    return [each["value"] for one in shown(text) if one["kind"].startswith(kind) for each in one["quantities"]]


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("Six minors were picked up by police in Lille on Monday.", "detention", [6]),
        ("About 90 US Marines arrived in Manila on Sunday with two C-130 planes.", "deployment", [90, 2]),
        ("Police fired tear gas on Monday. Poland has about 12,000 soldiers in the area.", "deployment", [12000]),
        ("Gunmen seized 276 students in Chibok on the night of September 14.", "kidnapping", [276]),
        ("Courts in Kerch on September 27 remanded all 24 sailors for two months.", "detention", [24]),
        ("About 3,600 cars were waiting at the Georgian border on Tuesday.", "border_queue", [3600]),
    ],
)
def test_a_number_goes_to_what_it_counts(text: str, kind: str, values: list[float]) -> None:
    assert numbers(text, kind) == values


@pytest.mark.parametrize("name", scoring.names())
def test_numbers_are_of_the_sentences_that_tell_the_claim(name: str) -> None:
    text, _, _ = scoring.article(name)
    document, drafts = read(text, DAY, *knowledge())
    for draft in drafts:
        told = {document.units.sentence[document.unit_at(each.start)] for each in draft.quantities}
        assert told <= {draft.sentence, *draft.also}
        known = [(each.value, each.measure) for each in draft.quantities]
        assert len(known) == len(set(known))


def test_what_has_a_weight_is_a_sign_that_numbers_have() -> None:
    """A sign that is renamed would weigh nothing without a word."""
    seen = set()
    taxonomy, gazetteer = knowledge()
    for name in scoring.names():
        text, _, _ = scoring.article(name)
        document, drafts = weighed(text, DAY, taxonomy, gazetteer)
        tying = Tying(document, drafts, taxonomy.counts)
        seen |= {sign for draft in drafts for one in tying.ties(draft) for sign, _ in tying.signs(one)}
    plain = {sign for sign in wordlists.load("ties").values["weights"] if not _is_special(sign)}
    assert len(plain) > 40
    assert plain - seen <= _SELDOM


def _is_special(sign: str) -> bool:
    """Of one word, noun, kind or measure: not every one of these is met."""
    named = {*knowledge()[0].kinds["kind"], *(each for counts in knowledge()[0].counts.values() for each in counts)}
    return "'" in sign or any(name.partition(".")[0] in sign for name in named)
