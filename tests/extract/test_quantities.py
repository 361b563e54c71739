"""Quantities in prose: golden sentences, offsets, spans left alone, and work that grows with the length alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from golden_text import golden, quantities_of, quantity_line, sentences
from hypothesis import given
from hypothesis import strategies as st

from steps import growth, walked
from timeline.extract.quantities import add_up, find_quantities
from timeline.model import BASES, DIRECTIONS
from timeline.text import tokenise

CASES = golden("quantities")
INCIDENTS = Path(__file__).parents[3] / "shared/data/incidents"
WORDS = st.sampled_from(
    [
        "12", "3,600", "two", "hundred", "and", "a", "dozen", "dozens", "of", "the", "people", "soldiers",
        "were", "killed", ",", ".", "-", "(", ")", "at", "least", "more", "than", "2022", "$", "%", "m",
        "million", "to", "said", "in", "10", "wounded", "another", "no", "one", "since", "will",
    ]
)  # fmt: skip


@pytest.mark.parametrize("sentence", CASES)
def test_golden_sentences(sentence: str) -> None:
    assert [quantity_line(one) for one in quantities_of(sentence)] == CASES[sentence]


@pytest.mark.parametrize("sentence", [case for case in CASES if "AK-47" not in case])
def test_upper_case_gives_the_same_numbers(sentence: str) -> None:
    mixed = [(one.value, one.low, one.high, one.measure, one.basis) for one in quantities_of(sentence)]
    upper = [(one.value, one.low, one.high, one.measure, one.basis) for one in quantities_of(sentence.upper())]
    assert upper == mixed


def test_spans_of_time_are_left_alone() -> None:
    text = "Some 40 died between 1,200 and 1,300 on that day."
    tokens = tokenise(text)
    start = text.index("between")
    found = find_quantities(tokens, 0, len(tokens), [(start, start + len("between 1,200 and 1,300"))])
    assert [one.value for one in found] == [40]


@pytest.mark.parametrize(
    ("sentence", "total"),
    [
        ("Two soldiers, a nurse and four civilians were killed.", (7, None, None)),
        ("At least 12 people, including three children, were killed.", (12, 12, None)),
        ("Up to 10 men and five women were killed.", (15, None, 15)),
        ("The judge was assassinated.", (1, None, None)),
        ("Nine people were hurt.", None),
    ],
)
def test_a_list_of_victims_adds_up(sentence: str, total: tuple[float, float | None, float | None] | None) -> None:
    assert add_up(quantities_of(sentence), "killed") == total


@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=30).map(" ".join)))
def test_any_text_gives_ordered_quantities_inside_it(text: str) -> None:
    tokens = tokenise(text)
    for first, stop in sentences(tokens):
        found = find_quantities(tokens, first, stop)
        assert [one.start for one in found] == sorted(one.start for one in found)
        for one in found:
            assert tokens.starts[first] <= one.start <= one.noun_start <= one.noun_end <= max(one.end, one.noun_end)
            assert one.end <= tokens.ends[stop - 1]
            assert one.basis in BASES
            assert one.direction in (None, *DIRECTIONS)
            assert one.unit.strip()
            assert one.value is not None or (one.low is not None and one.high is not None and one.low < one.high)


@pytest.mark.parametrize(
    "word",
    [
        "12 ",
        "dozens of ",
        "two soldiers and ",
        "was killed 12 ",
        "twenty-",
        "a few several half ",
        "12 to ",
        "30 houses and 12 in ",
        "12 UN, ",
        "CHF 12 million ",
        "12-man ",
        "of which 12 ",
        "put 12 at ",
        "12 US ",
        "1-million-",
    ],
)
def test_long_sentences_take_linear_work(word: str) -> None:
    def work(times: int) -> Callable[[], object]:
        tokens = walked(tokenise(word * times + "killed"))
        return lambda: find_quantities(tokens, 0, len(tokens))

    assert growth(work, 100) < 1.05


def test_numbers_killed_in_reports_of_incidents() -> None:
    if not INCIDENTS.exists():
        pytest.skip("no ../shared/data/incidents beside the repository")
    gold = {row["doc_id"]: row for row in map(json.loads, (INCIDENTS / "gold_dev.jsonl").open(encoding="utf-8"))}
    hits = wanted = 0
    for row in list(map(json.loads, (INCIDENTS / "docs_dev.jsonl").open(encoding="utf-8")))[:300]:
        told = {int(one["killed"]["n"]) for one in gold[row["doc_id"]]["incidents"] if (one["killed"] or {}).get("n")}
        tokens = tokenise(row["text"])
        found = [find_quantities(tokens, first, stop) for first, stop in sentences(tokens)]
        said = {one.value for each in found for one in each if one.measure == "killed"}
        said |= {total[0] for each in found if (total := add_up(each, "killed"))}
        wanted += len(told)
        hits += len(told & said)
    assert hits / wanted > 0.5
