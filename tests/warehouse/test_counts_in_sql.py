"""Daily and rolling counts in SQL against a slow and obvious reference."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from ledger_fixture import ask, claim, configure, delivery, lay_empty

from timeline.warehouse.layout import Layout
from timeline.warehouse.ledger import open_ledger

FIRST, LAST = date(2022, 9, 20), date(2022, 10, 9)

days = st.integers(0, 14).map(lambda number: FIRST + timedelta(days=number))
lengths = st.sampled_from([0, 0, 0, 1, 2, 6, 9])


@st.composite
def events(draw: st.DrawFn) -> list[dict[str, Any]]:
    told = draw(
        st.lists(st.tuples(days, lengths, st.booleans(), st.sampled_from(["protest", "protest.riot"])), max_size=8)
    )
    return [
        claim(
            str(place),
            single=True,
            place=f"Town {place}",
            kind=kind,
            starts=starts,
            ends=starts + timedelta(days=length),
            lasting=lasting,
            precision="range" if length else "day",
        )
        for place, (starts, length, lasting, kind) in enumerate(told)
    ]


def onset(event: dict[str, Any]) -> tuple[date, date]:
    """The days on which the event can have begun."""
    return (event["starts"], event["starts"] if event["lasting"] else event["ends"])


def expected(told: list[dict[str, Any]], window: int) -> list[tuple[date, int, int, int, int]]:
    """(day, certain, possible, rolling certain, rolling possible), day by day, event by event."""
    rows = []
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        opens = day - timedelta(days=window - 1)
        spans = [onset(event) for event in told]
        rows.append(
            (
                day,
                sum(first == last == day for first, last in spans),
                sum(first <= day <= last for first, last in spans),
                sum(opens <= first and last <= day for first, last in spans),
                sum(first <= day and last >= opens for first, last in spans),
            )
        )
    return rows


@settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(told=events(), window=st.sampled_from([1, 2, 7, 30]))
def test_counts_equal_the_reference(told: list[dict[str, Any]], window: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        layout = lay_empty(Layout.at(Path(folder) / "timeline.duckdb"))
        with open_ledger(layout) as ledger:
            ledger.take(*delivery(Path(folder) / "spool", told))
        filters = f"kinds := ['protest'], since := DATE '{FIRST}', until := DATE '{LAST}'"
        for macro, moment in (("counts", ""), ("counts_as_of", "'2022-12-01', ")):
            rolling = ask(
                layout,
                "SELECT day, certain, possible, rolling_certain, rolling_possible"
                f" FROM rolling_{macro}({moment}days := {window}, {filters})",
            )
            assert rolling.rows() == expected(told, window)
            daily = ask(layout, f"SELECT day, certain, possible FROM daily_{macro}({moment}{filters})")
            assert daily.rows() == [row[:3] for row in expected(told, window)]


def test_tallies_plans_and_denials_are_not_counted(tmp_path: Path) -> None:
    layout = Layout.at(tmp_path / "timeline.duckdb")
    told = [
        claim("1", place="Omsk"),
        claim("2", place="Gai", form="tally"),
        claim("3", place="Kyra", modality="planned"),
        claim("4", place="Ufa", modality="denied"),
    ]
    with open_ledger(layout) as ledger:
        configure(ledger)
        ledger.take(*delivery(tmp_path / "spool", told))
    assert ask(layout, "SELECT sum(certain)::INT FROM daily_counts()").item() == 1
    asked = "daily_counts(statuses := ['asserted', 'planned'], forms := ['incident', 'tally'])"
    assert ask(layout, f"SELECT sum(certain)::INT FROM {asked}").item() == 3


def test_a_declared_gap_is_not_a_covered_zero(tmp_path: Path) -> None:
    layout = Layout.at(tmp_path / "timeline.duckdb")
    spool = tmp_path / "spool"
    covered = {"kinds": ("office_attack",)}
    first = delivery(
        spool, [claim("1", starts=date(2022, 9, 21))], known="2022-09-23",
        covers_since=date(2022, 9, 21), covers_until=date(2022, 9, 22), **covered,
    )  # fmt: skip
    later = delivery(
        spool, [claim("2", starts=date(2022, 9, 26))], known="2022-09-27",
        covers_since=date(2022, 9, 25), covers_until=date(2022, 9, 26), **covered,
    )  # fmt: skip
    with open_ledger(layout) as ledger:
        configure(ledger)
        ledger.record_feed(feed_row("a"))
        ledger.take(*first)
        ledger.take(*later)
    rows = ask(
        layout, "SELECT day, certain, coverage, complete FROM rolling_counts(days := 2, until := DATE '2022-09-28')"
    )
    assert [(row[0].day, *row[1:]) for row in rows.rows()] == [
        (21, 1, "covered", False),
        (22, 0, "covered", True),
        (23, 0, "gap", False),
        (24, 0, "gap", False),
        (25, 0, "covered", False),
        (26, 1, "covered", True),
        (27, 0, "undeclared", True),
        (28, 0, "undeclared", True),
    ]


def feed_row(name: str) -> Any:
    """A feed that declares nothing itself."""
    from timeline.warehouse.arrivals import FeedRow

    return FeedRow(name, (), None, "UTC", None, False, None, None, (), "{}", "d", "t")


def test_a_window_of_many_years_keeps_gaps_and_undeclared_days_apart(tmp_path: Path) -> None:
    layout = Layout.at(tmp_path / "timeline.duckdb")
    with open_ledger(layout) as ledger:
        configure(ledger)
        ledger.take(*delivery(tmp_path / "spool", [claim("1", starts=date(2022, 9, 21))]))
    last = "FROM rolling_counts(days := 5000) ORDER BY day DESC LIMIT 1"
    assert ask(layout, f"SELECT rolling_certain::INT, gaps, undeclared {last}").rows() == [(1, 0, 5000)]
