"""Where a label could go: what is important keeps all of its words as long as lines can hold them."""

from __future__ import annotations

from datetime import date

import pytest

from timeline.charts.axis import Span
from timeline.charts.items import Item
from timeline.charts.layout import Box
from timeline.charts.spots import Marked, Measures, spots

DAY = date(2022, 9, 23)


def _tried(text: str, *, brief: bool = True) -> list[tuple[str, ...]]:
    item = Item(0, "e", "lane", "moment", "asserted", False, DAY, DAY, None, False, False, text, 1, 1, "#000", "")
    sizes = Measures(Span(DAY, date(2022, 10, 7), 300.0), 11.0)
    mark = Marked(item, Box(100, -8, 108, 0), 104.0)
    return [spot.lines for spot in spots(mark, sizes, (-8.0, 0.0), flags=False, brief=brief)]


def _cut(lines: list[tuple[str, ...]]) -> list[int]:
    return [index for index, one in enumerate(lines) if one[-1].endswith("…")]


@pytest.mark.parametrize(
    "text", ["Kazakhstan: over 98,000 in since 21 September", "Two draft offices burned in one night"]
)
def test_an_important_label_is_broken_before_it_is_cut(text: str) -> None:
    lines = _tried(text)
    broken = [index for index, one in enumerate(lines) if len(one) > 1 and " ".join(one) == text]
    assert broken
    assert _cut(lines)
    assert max(broken) < min(_cut(lines))


@pytest.mark.parametrize("brief", [True, False])
def test_a_label_that_a_line_holds_is_never_cut(brief: bool) -> None:
    lines = _tried("Ust-Ilimsk: officer shot", brief=brief)
    assert lines
    assert not _cut(lines)


def test_three_lines_go_before_two_that_are_cut() -> None:
    lines = _tried("Three draft offices and a town hall set on fire by petrol bombs in one night", brief=False)
    whole = [index for index, one in enumerate(lines) if not one[-1].endswith("…")]
    assert {len(lines[index]) for index in whole} == {3}
    assert min(whole) < min(_cut(lines))
