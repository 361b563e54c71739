"""Marks have 3:1, text 4.5:1, and the colours dealt first stay apart for colour-blind readers, in every theme."""

from __future__ import annotations

from itertools import combinations

import pytest

from timeline import charts
from timeline.charts import palette
from timeline.charts.themes import DARK, LIGHT, PRINT, THEMES, Theme, theme
from timeline.errors import UsageError

EACH = pytest.mark.parametrize("look", THEMES.values(), ids=list(THEMES))


def test_contrast_is_that_of_the_standard() -> None:
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@EACH
def test_what_colours_text_has_4_5(look: Theme) -> None:
    for colour in (look.ink, look.soft, look.dim, *look.series):
        assert palette.contrast(colour, look.ground) >= palette.TEXT_CONTRAST
    for ground in (look.shade, look.uncovered):
        assert palette.contrast(look.soft, ground) >= palette.TEXT_CONTRAST


@EACH
def test_what_colours_marks_has_3(look: Theme) -> None:
    for colour in (look.bar, look.leader, look.hatch, look.strong):
        assert palette.contrast(colour, look.ground) >= palette.MARK_CONTRAST


@EACH
@pytest.mark.parametrize("sight", ["normal", "protan", "deutan", "tritan"])
def test_the_first_colours_stay_apart(look: Theme, sight: str) -> None:
    pairs = combinations(look.series[:6], 2)
    assert min(palette.difference(a, b, sight) for a, b in pairs) > 10


@EACH
@pytest.mark.parametrize("colour", ["#ffff00", "#fff", "#b8860b", "#123456", "#000"])
def test_a_wanted_colour_is_changed_until_it_can_be_read(look: Theme, colour: str) -> None:
    assert palette.contrast(look.readable(colour), look.ground) >= palette.TEXT_CONTRAST


def test_print_is_grey() -> None:
    for colour in (*PRINT.dealt(["#8c1d4f", None, "#00f", None]), PRINT.ink, PRINT.soft, PRINT.bar, PRINT.shade):
        assert colour[1:3] == colour[3:5] == colour[5:7]


def test_a_wanted_colour_is_kept_and_not_dealt_twice() -> None:
    assert LIGHT.dealt(["#8c1d4f", None, "red; }", None])[0] == "#8c1d4f"
    assert len(set(LIGHT.dealt(["#8c1d4f", None, None]))) == 3
    assert palette.contrast(DARK.dealt(["#123456"])[0], DARK.ground) >= palette.TEXT_CONTRAST


def test_an_unknown_theme_is_answered_with_the_known() -> None:
    with pytest.raises(UsageError, match="no theme named 'sepia'; there are: light, dark, print"):
        theme("sepia")
    assert set(charts.PRESETS) == {"slide", "slide-body", "doc-full", "doc-half", "web", "square"}
