"""Tokens, sentences and number words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.text.numbers import spoken_number, spoken_year
from timeline.text.sentences import sentence_of, sentence_starts
from timeline.text.tokens import tokenise


@given(st.text())
def test_tokens_lie_in_order_and_leave_only_space(text: str) -> None:
    tokens = tokenise(text)
    position = 0
    for index in range(len(tokens)):
        assert text[position : tokens.starts[index]].strip() == ""
        assert tokens.starts[index] < tokens.ends[index]
        position = tokens.ends[index]
    assert text[position:].strip() == ""


def test_tokens_of_dates() -> None:
    assert tokenise("Tuesday's 10:30 a.m. on 11/13/89, 1,200 B.C.").words == [
        "tuesday", "'s", "10:30", "a.m.", "on", "11/13/89", ",", "1,200", "b.c.",
    ]  # fmt: skip


def test_the_possessive_is_a_token_in_capitals_too() -> None:
    assert tokenise("YESTERDAY'S ATTACK, O'HIGGINS").words == ["yesterday", "'s", "attack", ",", "o'higgins"]


def test_sentences() -> None:
    tokens = tokenise('Mr. Bush left on Feb. 4. "He came back." Then\n\nMore here')
    starts = sentence_starts(tokens)
    assert [tokens.raw(index) for index in starts[:2]] == ["Mr", '"']
    assert sentence_of(starts, len(tokens) - 1) == starts[-1]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("It opens at 9 p.m. The vote was in May.", ["It", "The"]),
        ("It bought Acme Inc. The firm rose in Sept. It fell.", ["It", "The", "It"]),
        ("SHOT AT 9 P.M. ON THE ROAD", ["SHOT"]),
        ("At 8 p.m. Monday Gen. Powell met Mr. A. Smith", ["At"]),
        ("Dmitri A. Medvedev met P.J. Crowley. They talked.", ["Dmitri", "They"]),
        ("It began in Tulsa, Okla. Sheriff Dale Roe was there.", ["It"]),
        ("He flew to the U.S. The talks go on.", ["He", "The"]),
    ],
)
def test_a_sentence_may_end_with_an_abbreviation(text: str, begins: list[str]) -> None:
    tokens = tokenise(text)
    assert [tokens.raw(index) for index in sentence_starts(tokens) if index < len(tokens)] == begins


@pytest.mark.parametrize(
    ("values", "number"),
    [
        ([20, 4], 24),
        ([1, 100, 5], 105),
        ([2, 1000], 2000),
        ([100], 100),
        ([3, 1000, 2, 100], 3200),
        ([5, 6], None),
        ([20, 30], None),
    ],
)
def test_spoken_numbers(values: list[int], number: int | None) -> None:
    assert spoken_number(values) == number


def test_spoken_years() -> None:
    assert spoken_year([19, 90, 6]) == 1996
    assert spoken_year([19]) is None
    assert spoken_year([2, 1000]) is None


def test_rooms_that_read_one_text_share_its_tokens_and_sentences() -> None:
    tokens = tokenise("One. Two.")
    assert tokenise("One. Two.") is tokens
    assert sentence_starts(tokens) is sentence_starts(tokens)
    assert sentence_starts(tokenise("One. Two. Three.")) != sentence_starts(tokens)
