"""Findings: singular and plural, exactly what is filtered, and nothing that is not certain."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from test_days import FIRST, frame, known

from timeline import counts, kinds

TAXONOMY = kinds.load()
OFFICES = counts.subject(TAXONOMY, kinds=["office_attack"])


def on(*days: int, length: int = 0, **said: Any) -> pl.DataFrame:
    told = [known(FIRST + timedelta(days=n), FIRST + timedelta(days=n + length), **said) for n in days]
    return counts.spans(frame(told), by="all")


def covered(first: int, last: int, state: str = "covered") -> pl.DataFrame:
    days = [{"kind": "protest", "day": FIRST + timedelta(days=n), "state": state} for n in range(first, last + 1)]
    return counts.coverage_of(pl.DataFrame(days), ["protest"], ["events"])


def rolled(spans: pl.DataFrame, size: int = 7, first: int = 0, last: int = 13, **how: Any) -> pl.DataFrame:
    since, until = FIRST + timedelta(days=first), FIRST + timedelta(days=last)
    return counts.rolling(spans, size, since=since, until=until, series=["events"], **how)


@pytest.mark.parametrize(
    ("asked", "one", "many"),
    [
        ({}, "event", "events"),
        ({"kinds": ["office_attack"]}, "attack on an office", "attacks on offices"),
        (
            {"kinds": ["office_attack"], "targets": ["draft_office"], "countries": ["Russia"]},
            "attack on a draft office in Russia",
            "attacks on draft offices in Russia",
        ),
        ({"kinds": ["protest", "protest.riot"]}, "protest or riot", "protests and riots"),
        ({"kinds": ["protest"], "statuses": ["planned"]}, "planned protest", "planned protests"),
        ({"kinds": ["protest"], "targets": ["bridge"]}, "protest (bridge)", "protests (bridges)"),
    ],
)
def test_the_subject_names_exactly_what_is_filtered(asked: dict[str, Any], one: str, many: str) -> None:
    assert counts.subject(TAXONOMY, **asked) == counts.Subject(one, many)


def test_only_what_is_certain_is_told() -> None:
    spans = pl.concat([on(*range(7), *range(5)), on(3, 4, length=20)])
    assert (
        counts.headline(rolled(spans), OFFICES)
        == "At least 12 attacks on offices in the seven days to 7 September 2022"
    )
    assert counts.headline(rolled(on(3), 1), OFFICES) == "At least one attack on an office on 4 September 2022"
    vague = counts.headline(rolled(on(3, length=20)), OFFICES)
    assert vague == "Up to one attack on an office possible in the seven days to 4 September, none certain"


def test_nothing_is_told_only_of_covered_days() -> None:
    none = on()
    assert (
        counts.headline(rolled(none, coverage=covered(-9, 13)), OFFICES)
        == "No attacks on offices reported, 1 to 14 September 2022"
    )
    assert (
        counts.headline(rolled(none, coverage=covered(0, 12)), OFFICES)
        == "No attacks on offices known, 1 to 14 September 2022"
    )
    gap = counts.headline(rolled(none, coverage=covered(0, 13, "gap")), OFFICES)
    assert gap == "No attacks on offices known, 1 to 14 September 2022"
    assert (
        counts.headline(counts.daily(none, since=FIRST, until=FIRST, series=["events"], coverage=covered(0, 0, "gap")))
        == "1 September 2022: not covered"
    )


def test_fell_is_said_only_where_both_windows_are_covered_and_the_bands_apart() -> None:
    spans = on(0, 1, 2, 8)
    full = counts.trend(rolled(spans, coverage=covered(0, 13)), OFFICES)
    assert full == (
        "Attacks on offices fell from three in the seven days to 7 September "
        "to one in the seven days to 14 September 2022"
    )
    for coverage in (None, covered(0, 12), covered(0, 13, "gap")):
        told = counts.trend(rolled(spans, coverage=coverage), OFFICES)
        assert "fell" not in told
        assert told.startswith(
            "At least one attack on an office in the seven days to 14 September 2022, at least three in"
        )
    wide = counts.trend(rolled(pl.concat([spans, on(9, 10, length=2)]), coverage=covered(0, 13)), OFFICES)
    assert "fell" not in wide
    assert "rose from one" in counts.trend(rolled(on(2, 9, 9, 9), coverage=covered(0, 13)), OFFICES)


def test_other_counts_speak_too() -> None:
    spans = on(0, 8, 8, 9)
    until = date(2022, 9, 30)
    asked: dict[str, Any] = {"since": FIRST, "until": until}
    assert (
        counts.headline(counts.daily(spans, **asked), OFFICES) == "At least two attacks on offices on 9 September 2022"
    )
    weeks, months = counts.periods(spans, "week", **asked), counts.periods(spans, "month", **asked)
    assert counts.headline(weeks, OFFICES) == "At least three attacks on offices in the week from 5 September 2022"
    assert counts.headline(months, OFFICES) == "At least four attacks on offices in September 2022"
    part = counts.periods(spans, "month", since=FIRST, until=date(2022, 9, 20))
    assert counts.headline(part, OFFICES) == "At least four attacks on offices from 1 to 20 September 2022"
    summed = counts.headline(counts.cumulative(spans, **asked), OFFICES)
    assert summed == "At least four attacks on offices from 1 to 30 September 2022"
    mean = counts.headline(rolled(spans, mean=True), OFFICES)
    assert mean == "At least 0.4 attacks on offices a day in the seven days to 10 September"
    around = counts.headline(rolled(spans, 3, centred=True), OFFICES)
    assert around == "At least three attacks on offices from 8 to 10 September 2022"
    going = counts.spans(frame([known(FIRST, until, lasting=True)]), by="all", under_way=True)
    assert (
        counts.headline(rolled(going, 1), "votes", under_way=True) == "At least one votes under way on 1 September 2022"
    )
