"""Text is measured with the metrics of the very face that is rendered, and wrapped without loss."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.charts import fonts

words = st.lists(st.text("abcdefghijklmnopqrstuvwxyzабвгдежз", min_size=1, max_size=9), min_size=1, max_size=12)


def test_a_width_is_the_sum_of_the_advances_in_the_file() -> None:
    from fontTools.ttLib import TTFont

    font = TTFont(fonts.folder() / "SourceSansPro-Bold.ttf")
    glyphs = [font.getBestCmap()[ord(char)] for char in "Указ 21"]
    expected = sum(font["hmtx"][glyph][0] for glyph in glyphs)
    assert fonts.measure("Указ 21", 1000, fonts.BOLD) == pytest.approx(expected)


@given(words, st.floats(60, 400), st.integers(1, 4))
def test_no_line_is_wider_than_asked(text: list[str], width: float, most: int) -> None:
    for lines in (
        fonts.wrap(" ".join(text), width, 12, most=most),
        fonts.balanced(" ".join(text), width, 12, most=most),
    ):
        assert len(lines) <= most
        assert all(fonts.measure(line, 12) <= width for line in lines)


@given(words, st.floats(150, 400))
def test_what_fits_is_not_lost(text: list[str], width: float) -> None:
    whole = " ".join(text)
    lines = fonts.wrap(whole, width, 12, most=50)
    assert " ".join(lines) == whole
    assert " ".join(fonts.balanced(whole, width, 12, most=50)) == whole


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    lines = fonts.wrap("word " * 5000, 200, 12)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert fonts.wrap("x" * 10_000, 100, 12, most=1)[0].endswith("…")
    assert fonts.wrap("", 100, 12) == ()


def test_a_subset_is_small_and_the_same_each_time() -> None:
    once = fonts.subset("Attacks 2022", fonts.REGULAR)
    assert once == fonts.subset("2202 skcattA", fonts.REGULAR)
    assert len(once) < 12_000
