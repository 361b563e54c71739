"""Where a label could go: what is important keeps all of its words as long as lines can hold them."""

from __future__ import annotations

from datetime import date

import pytest

from timeline.charts.axis import Span
from timeline.charts.items import Item
from timeline.charts.layout import Box
from timeline.charts.spots import Marked, Measures, spots

DAY = date(2022, 9, 23)


@pytest.mark.parametrize("text", ["Zaporizhzhia: five days of voting", "Kazakhstan: over 98,000 in since 21 September"])
def test_an_important_label_is_broken_before_it_is_cut(text: str) -> None:
    item = Item(0, "e", "lane", "moment", "asserted", False, DAY, DAY, None, False, False, text, 1, 1, "#000", "")
    sizes = Measures(Span(DAY, date(2022, 10, 7), 300.0), 11.0)
    tried = spots(Marked(item, Box(100, -8, 108, 0), 104.0), sizes, (-8.0, 0.0), flags=False, brief=True)
    lines = [spot.lines for spot in tried]
    broken = [index for index, one in enumerate(lines) if len(one) > 1 and " ".join(one) == text]
    cut = [index for index, one in enumerate(lines) if one[-1].endswith("…")]
    assert broken
    assert cut
    assert broken[0] < cut[0]
