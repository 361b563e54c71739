"""Hostile text: any length, any character, in time that grows with the length alone."""

from __future__ import annotations

import sys
import time
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from timeline.dates.prose import find

TODAY = date(2022, 9, 27)

LONG = {
    "digits": "7" * 1_000_000,
    "on": "on " * 330_000,
    "the": "the " * 250_000,
    "hundreds": "hundred " * 125_000,
    "newlines": "\n" * 1_000_000,
    "spaces": "\n" + " " * 1_000_000,
    "clocks": "1:" * 500_000,
    "letters": "a" * 1_000_000,
    "apostrophes": "a'" * 500_000,
}


# As dense in expressions as text can be, or nothing but signs: more work than any prose, and still no more than linear.
DENSE = {
    "numbers": "12 " * 66_000,
    "years": "1999 " * 40_000,
    "months": "May " * 50_000,
    "brackets": "(" * 200_000,
    "offsets": "two days after " * 12_000,
    "events": "on May 5 two days after the vote, " * 4_000,
}


# Seconds within which no quadratic work on these texts could end: a bound against a hang, no measure of speed.
_HANG = 60


@pytest.mark.parametrize("text", [*LONG.values(), *DENSE.values()], ids=[*LONG, *DENSE])
def test_no_text_takes_without_end(text: str) -> None:
    begun = time.process_time()
    find(text, TODAY)
    assert time.process_time() - begun < _HANG


def test_work_is_linear_in_length() -> None:
    """Told by calls, not by time: a loaded machine is no fault of the program."""
    text = "On Tuesday, 27 September 2022, he said that two days later, in early October, all of it would end. "

    def calls(times: int) -> int:
        count = 0

        def note(frame: object, event: str, arg: object) -> None:
            nonlocal count
            count += event in ("call", "c_call")

        sys.setprofile(note)
        try:
            find(text * times, TODAY)
        finally:
            sys.setprofile(None)
        return count

    calls(1)
    assert calls(400) < 12 * calls(40)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
@example("0T")
@example("Published 2022-09-21T")
def test_any_text_is_answered(text: str) -> None:
    for published in (TODAY, None):
        for expression in find(text, published):
            assert text[expression.start : expression.end] == expression.text


HEAP = """
the a of in on last next this past few two 12 31 1999 2022 480 BC early late mid end May March monday fall winter day
days week year's quarter third ago later after before from to - – , ( ) ' 's '99 1980s twenty-first hundred night
11/13/89 p.m. today now recent every other and a half century fiscal Christmas Sept. 9/11 . 19:00
"""
WORDS = st.sampled_from([*HEAP.split(), "\n\n"])


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=40), st.sampled_from([TODAY, None, date(1, 1, 1), date(9999, 12, 31)]))
def test_any_heap_of_time_words_is_answered(words: list[str], published: date | None) -> None:
    text = " ".join(words)
    previous = 0
    for expression in find(text, published):
        assert previous <= expression.start < expression.end
        previous = expression.end
        assert (expression.starts is None) == (expression.ends is None) or published != TODAY
        if expression.starts and expression.ends:
            assert expression.starts <= expression.ends


def test_control_characters_and_every_plane() -> None:
    text = "\x00\x1b[31mOn\u202e 3 May 1917\ud7ff \U0001f600 \ufeff(September 2022)\x7f ４ May 2020 ٣ May 2021 ² May"
    values = [expression.value for expression in find(text, TODAY)]
    assert values[:2] == ["1917-05-03", "2022-09"]
