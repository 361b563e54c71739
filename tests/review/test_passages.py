"""The words that a claim was read from, marked in its text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from timeline.report.passages import marked

TEXT = "On Monday, in Omsk,  men met.\nA draft office there\nwas set on fire the same day. Police came on Monday."
QUOTE = "A draft office there was set on fire the same day."


def spans(text: str, quote: str, **words: str | None) -> list[tuple[str, str]]:
    return [(piece.text, " ".join(piece.marks)) for piece in marked(text, quote, words)]


def test_the_quote_is_found_however_its_lines_are_broken() -> None:
    found = spans(TEXT, QUOTE, trigger="was set on fire", date="Monday", place="Omsk Oblast")
    assert ("Monday", "date") in found
    assert ("Omsk", "place") in found
    assert ("was set on fire", "quote trigger") in found
    assert found[0] == ("On ", "")
    assert found[-1] == (" Police came on Monday.", "")


def test_a_quote_in_two_parts() -> None:
    found = spans(TEXT, "in Omsk, men met. […] Police came on Monday.", trigger="men […] came")
    assert [text for text, marks in found if "trigger" in marks] == ["men", "came"]


def test_a_long_text_is_cut_around_the_quote() -> None:
    found = spans("x " * 50_000 + QUOTE + " y" * 50_000, QUOTE)
    assert found[0][0].startswith("…x")
    assert found[-1][0].endswith("y…")
    assert sum(len(text) for text, _ in found) < 42_000


@given(st.text(max_size=200), st.text(max_size=30), st.text(max_size=10), st.text(max_size=10))
def test_marks_never_change_the_text(text: str, quote: str, trigger: str, place: str) -> None:
    assert "".join(piece for piece, _ in spans(text, quote, trigger=trigger, place=place)) == text
    assert "".join(piece for piece, _ in spans(text, text[3:9], trigger=text[4:6], place=text[5:20])) == text
