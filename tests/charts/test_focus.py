"""Where no days are asked, what is strewn over a year does not press what matters into a corner, and is told of."""

from __future__ import annotations

import random
from datetime import date, timedelta

import polars as pl
import pytest
from chart_samples import events, kinds, rolling
from drawn import meta, read

from timeline import charts
from timeline.charts.focus import focus
from timeline.model import EVENTS, conform

BEGIN = date(2022, 1, 1)


def _days(*offsets: int) -> pl.DataFrame:
    return pl.DataFrame({"day": [BEGIN + timedelta(days=n) for n in offsets], "n": [1] * len(offsets)})


def _stragglers(**more: object) -> pl.DataFrame:
    """The events of a few weeks, one long before and one planned for long after."""
    row = {"kind": "protest", "kind_group": "protests", "status": "asserted", "form": "incident", "precision": "day"}
    far = [("early", date(2022, 2, 24), "asserted"), ("late", date(2022, 12, 31), "planned")]
    rows = [row | {"event_id": n, "title": n, "starts": d, "ends": d, "status": s} | more for n, d, s in far]
    return pl.concat([events(), conform(pl.DataFrame(rows), EVENTS)])


def test_the_densest_stretch_is_shown_with_half_of_it_on_each_side() -> None:
    assert focus(_days(0, *range(200, 220), 300)) == (BEGIN + timedelta(190), BEGIN + timedelta(229))


@pytest.mark.parametrize(
    "days",
    [
        _days(0, *range(200, 208), 300),  # too few to leave any out
        _days(0, *range(40, 60), 90),  # no long time
        _days(*range(0, 300, 5)),  # nothing is denser than the rest
        _days(*range(10), *range(290, 300)),  # two stretches alike
        _days(*[7] * 30),
    ],
)
def test_otherwise_all_days_are_shown(days: pl.DataFrame) -> None:
    assert focus(days) is None


def test_no_stretch_has_more_beyond_an_even_spread() -> None:
    chance = random.Random(3)
    for _ in range(60):
        dense = chance.randrange(300)
        days = [chance.randrange(400) for _ in range(6)] + [dense + chance.randrange(25) for _ in range(40)]
        found = focus(_days(*days))
        held, width = sorted(days), max(days) - min(days) + 1
        gain = {
            (a, b): sum(a <= d <= b for d in held) / len(held) - (b - a + 1) / width
            for a in set(held)
            for b in set(held)
            if a <= b
        }
        (begin, end), _ = max(gain.items(), key=lambda one: (one[1], -one[0][1], -one[0][0]))
        air = (end - begin + 1) // 2
        assert found == (
            BEGIN + timedelta(max(min(days), begin - air)),
            BEGIN + timedelta(min(max(days), end + air)),
        )


def test_a_timeline_shows_the_weeks_that_matter_and_tells_of_the_rest() -> None:
    chart = charts.timeline(_stragglers(), kinds=kinds())
    told = meta(chart)
    assert "21 September to 6 October 2022" in told["alt"]
    assert "Not shown: 1 entry of 24 Feb and 1 of 31 Dec." in told["alt"]
    assert told["record"]["drawn"]["events"] == 41
    assert "Feb" not in [text for text, _ in read(chart).texts]


def test_what_is_asked_or_pinned_is_shown() -> None:
    asked = charts.timeline(_stragglers(), context=charts.ChartContext(since=date(2022, 1, 1)))
    pinned = charts.timeline(_stragglers(pinned=True))
    for chart in (asked, pinned):
        assert meta(chart)["record"]["drawn"]["events"] == 43
        assert "Not shown" not in meta(chart)["alt"]


def test_rolling_counts_and_grids_leave_out_the_same() -> None:
    early = rolling().head(1).with_columns(day=pl.lit(date(2022, 2, 24)), certain=pl.lit(2, pl.Int64))
    frame = pl.concat([early, rolling()])
    for chart in (charts.rolling(frame), charts.grid(frame)):
        assert "Not shown: 2 events of 24 Feb." in meta(chart)["alt"]
        assert "24 February" not in meta(chart)["alt"].replace("24 Feb.", "")
