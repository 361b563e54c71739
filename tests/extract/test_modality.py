"""Modality of a trigger: golden sentences, scope, offsets, and work that does not grow with the sentence."""

from __future__ import annotations

import tomllib

import pytest
from golden_text import GOLDEN, sentences
from hypothesis import given
from hypothesis import strategies as st

from steps import steps, walked
from timeline.extract.modality import Modality, modality_of
from timeline.model import MODALITIES
from timeline.text import tokenise

CASES = tomllib.loads((GOLDEN / "modality.toml").read_text(encoding="utf-8"))
WORDS = st.sampled_from(
    [
        "not", "no", "will", "may", "would", "if", "denied", "that", "plans", "to", "the", "army", ",",
        "and", "attack", "attacked", "said", "who", "was", "be", "fears", "?", ".", "[", "after", "without",
        "could", "whether", "decision",
    ]
)  # fmt: skip


def modality(bracketed: str) -> Modality:
    """The modality of the words in brackets."""
    start = bracketed.index("[")
    end = bracketed.index("]") - 1
    tokens = tokenise(bracketed.replace("[", "").replace("]", ""))
    trigger = [at for at in range(len(tokens)) if tokens.starts[at] < end and tokens.ends[at] > start]
    first, stop = next(span for span in sentences(tokens) if span[0] <= trigger[0] < span[1])
    return modality_of(tokens, first, stop, (trigger[0], trigger[-1] + 1))


@pytest.mark.parametrize(("want", "sentence"), [(want, sentence) for want in CASES for sentence in CASES[want]])
def test_golden_sentences(want: str, sentence: str) -> None:
    assert modality(sentence).modality == want


def test_a_plain_assertion_has_no_cue() -> None:
    assert modality("Rebels [shelled] the airport.") == Modality("asserted", None)


def test_an_allegation_is_an_assertion_that_says_so() -> None:
    said = modality("The guards allegedly [beat] two prisoners.")
    assert (said.modality, said.alleged) == ("asserted", True)
    assert said.cue == (11, 20)


@given(st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=30).map(" ".join)), st.data())
def test_any_trigger_gets_a_modality_and_a_cue_inside_its_sentence(text: str, data: st.DataObject) -> None:
    tokens = tokenise(text)
    for first, stop in sentences(tokens):
        begin = data.draw(st.integers(first, stop - 1))
        said = modality_of(tokens, first, stop, (begin, data.draw(st.integers(begin + 1, stop))))
        assert said.modality in MODALITIES
        if said.cue is not None:
            assert tokens.starts[first] <= said.cue[0] < said.cue[1] <= tokens.ends[stop - 1]


def test_a_long_sentence_costs_no_more_than_a_short_one() -> None:
    """Ten triggers in the middle, each with more words around it than matter."""

    def work(times: int) -> int:
        tokens = walked(tokenise("they did not say that " * times))
        middle = len(tokens) // 2
        return steps(lambda: [modality_of(tokens, 0, len(tokens), (middle + at, middle + at + 1)) for at in range(10)])

    work(40)
    assert work(1_000) <= work(100)
