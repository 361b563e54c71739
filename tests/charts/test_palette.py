"""Marks have 3:1, text 4.5:1, and the colours dealt first stay apart for colour-blind readers."""

from __future__ import annotations

from itertools import combinations

import pytest

from timeline.charts import palette


def test_contrast_is_that_of_the_standard() -> None:
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colour", [palette.INK, palette.SOFT, *palette.SERIES])
def test_what_colours_text_has_4_5(colour: str) -> None:
    assert palette.contrast(colour) >= palette.TEXT_CONTRAST


@pytest.mark.parametrize("colour", [palette.BAR, palette.LEADER, palette.HATCH])
def test_what_colours_marks_has_3(colour: str) -> None:
    assert palette.contrast(colour) >= palette.MARK_CONTRAST


@pytest.mark.parametrize("sight", ["normal", "protan", "deutan", "tritan"])
def test_the_first_six_colours_stay_apart(sight: str) -> None:
    pairs = combinations(palette.SERIES[:6], 2)
    assert min(palette.difference(a, b, sight) for a, b in pairs) > 10


@pytest.mark.parametrize("colour", ["#ffff00", "#fff", "#b8860b", "#123456"])
def test_a_pale_colour_is_darkened_until_it_can_be_read(colour: str) -> None:
    assert palette.contrast(palette.readable(colour)) >= palette.TEXT_CONTRAST


def test_a_wanted_colour_is_kept_and_not_dealt_twice() -> None:
    assert palette.dealt(["#8c1d4f", None, "red; }", None])[0] == "#8c1d4f"
    assert len(set(palette.dealt(["#8c1d4f", None, None]))) == 3
