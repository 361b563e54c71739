"""Speakers and carriers: golden texts, datelines, offsets, and work that grows with the length alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from golden_text import attribution_line, attributions_of, golden, sentences
from hypothesis import given
from hypothesis import strategies as st

from steps import growth, walked
from timeline.extract.attribution import find_attribution
from timeline.extract.dateline import find_dateline
from timeline.text import tokenise

CASES = golden("attribution")
WORDS = st.sampled_from(
    [
        "said", "saying", ",", "the", "minister", "Ann", "Lee", "TASS", "quoted", "by", "as", "according",
        "to", "reported", "that", '"', "(", ")", "-", ":", "who", "and", "Reuters", "citing", "he", "told",
        "in", "a", "statement", ".", "police", "denied",
    ]
)  # fmt: skip


@pytest.mark.parametrize("text", CASES)
def test_golden_texts(text: str) -> None:
    assert [attribution_line(one) for one in attributions_of(text)] == CASES[text]


def test_pronouns_stand_for_the_previous_speaker() -> None:
    assert [one.speaker for one in attributions_of("She said it was over.", "Ann Lee")] == ["Ann Lee"]
    assert attributions_of("She said it was over.") == []


def test_a_surname_or_short_name_stands_for_the_previous_speaker() -> None:
    assert [one.speaker for one in attributions_of("Lee said it was over.", "Ann Lee")] == ["Ann Lee"]
    said = attributions_of("The ministry said it was over.", "Danish Defence Ministry")
    assert [one.speaker for one in said] == ["Danish Defence Ministry"]


@pytest.mark.parametrize(
    ("text", "carrier"),
    [
        ("OSLO, Sept 27 (Reuters) - Two ferries collided.", "Reuters"),
        ("LIMA, 8 JAN 90 (EFE) -- [TEXT] TWO BOMBS EXPLODED.", "EFE"),
        ("QUITO, 3 MAR 89 (RADIO COLON) -- [TEXT] TWO BOMBS EXPLODED.", "RADIO COLON"),
        ("The pact (signed in May) ended - and war began.", None),
        ("Two ferries collided.", None),
    ],
)
def test_datelines(text: str, carrier: str | None) -> None:
    found = find_dateline(tokenise(text))
    assert (found.carrier if found else None) == carrier


@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=30).map(" ".join)))
def test_any_text_gives_names_inside_it(text: str) -> None:
    tokens = tokenise(text)
    find_dateline(tokens)
    for first, stop in sentences(tokens):
        for one in find_attribution(tokens, first, stop, "Somebody Else"):
            assert tokens.starts[first] <= one.start < one.end <= tokens.ends[stop - 1]
            assert one.speaker or one.kind == "reported"
            assert len((one.speaker or "").split()) <= 12


@pytest.mark.parametrize(
    "word", ["said, ", "saying ", "quoted by ", 'claims "', "according to ", "- ", "A, ", "told X "]
)
def test_long_sentences_take_linear_work(word: str) -> None:
    def work(times: int) -> Callable[[], object]:
        tokens = walked(tokenise(word * times))
        return lambda: find_attribution(tokens, 0, len(tokens), "X")

    assert growth(work, 100) < 1.05
