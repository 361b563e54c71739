"""Events from pairs: what is one happening, through time, in any order, and what a person said before all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reported import LINKS, PLACES, frame, no_links, rows, standing, told

from steps import growth
from timeline import resolve
from timeline.resolve import grouping
from timeline.resolve.proposing import proposals


def grouped(made: list[dict[str, Any]], links: pl.DataFrame | None = None) -> pl.DataFrame:
    reports = frame(made)
    pairs = resolve.pairs(reports, PLACES)
    return resolve.group(standing(reports), pairs, no_links() if links is None else links)


def events(made: list[dict[str, Any]], links: pl.DataFrame | None = None) -> dict[int, int]:
    return dict(grouped(made, links).select("claim", "event").iter_rows())


def link(one: int, other: int, together: bool, since: int | None = None, until: int | None = None) -> dict[str, Any]:
    at = [None if day is None else datetime(2022, 10, day, tzinfo=UTC) for day in (since, until)]
    return {"one": one, "other": other, "together": together, "reason": "said so", "known_at": at[0], "known_to": at[1]}


def test_a_wide_area_joins_the_one_happening_that_it_can_mean() -> None:
    town, area = told(1, "Ust-Ilimsk"), told(2, "Siberia")
    assert events([town, area]) == {1: 1, 2: 1}
    assert events([town, area, told(3, "Omsk")]) == {1: 1, 2: 2, 3: 3}
    pairs = resolve.pairs(frame([town, area, told(3, "Omsk")]), PLACES)
    asked = proposals(pairs, grouped([town, area, told(3, "Omsk")]))
    assert asked.select("event", "into").rows() == [(2, 1), (3, 2)]
    assert all("may be another" in reason for reason in asked["reason"])


def test_a_split_holds_and_is_not_asked_about_again() -> None:
    made = [told(1, "Uryupinsk"), told(2, "Uryupinsk"), told(3, "Ulyupinsk")]
    assert events(made) == {1: 1, 2: 1, 3: 1}
    apart = pl.DataFrame([link(1, 3, False), link(2, 3, False)], schema=LINKS)
    assert events(made, apart) == {1: 1, 2: 1, 3: 3}
    pairs = resolve.pairs(frame(made), PLACES)
    assert proposals(pairs, grouped(made, apart), apart).is_empty()
    assert not proposals(pairs, grouped(made, apart)).is_empty()


def test_a_claim_taken_out_leaves_the_others_together() -> None:
    made = [told(1, "Omsk"), told(2, "Omsk"), told(3, "Omsk")]
    apart = pl.DataFrame([link(1, 2, False), link(1, 3, False)], schema=LINKS)
    assert events(made, apart) == {1: 1, 2: 2, 3: 2}


def test_a_merge_holds_from_when_it_was_decided_until_it_is_undone() -> None:
    made = [told(1, "Omsk"), told(2, "Gai")]
    said = pl.DataFrame([link(1, 2, True, 5, 9)], schema=LINKS)
    mine = grouped(made, said).filter(pl.col("claim") == 2)
    days = [(event, since and since.day, until and until.day) for _, event, since, until, _, _ in mine.iter_rows()]
    assert days == [(2, None, 5), (1, 5, 9), (2, 9, None)]
    assert mine["reason"].to_list() == [None, "said so", None]


@settings(max_examples=25, deadline=None)
@given(made=rows(), data=st.data())
def test_any_order_gives_the_same_events(made: list[dict[str, Any]], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(made))
    assert grouped(made).equals(grouped(shuffled))


@settings(max_examples=25, deadline=None)
@given(made=rows())
def test_a_feed_s_own_happenings_stay_apart(made: list[dict[str, Any]]) -> None:
    of = events(made)
    singles = [(of[row["claim"]], row["feed"]) for row in made if row["single"]]
    assert len(singles) == len(set(singles))


def test_every_attack_of_the_days_is_one_event_however_often_it_is_told() -> None:
    attacks = [("Gai", 22), ("Kyra", 22), ("Kansk", 24), ("Ruzaevka", 25), ("Uryupinsk", 26)]
    made = [
        told(10 * place + copy, name, starts=date(2022, 9, day))
        for place, (name, day) in enumerate(attacks)
        for copy in range(4)
    ]
    assert len(set(events(made).values())) == len(attacks)


def test_one_wire_in_many_outlets_is_one_source() -> None:
    text = "A gunman opened fire at a draft office in Ust-Ilimsk and wounded its commander badly."
    rows = [
        {"event": 1, "claim": 1, "speaker": None, "carrier": "TASS", "publisher": "A", "quote": None},
        {"event": 1, "claim": 2, "speaker": None, "carrier": "TASS", "publisher": "B", "quote": None},
        {"event": 2, "claim": 3, "speaker": None, "carrier": None, "publisher": "A", "quote": text},
        {"event": 2, "claim": 4, "speaker": None, "carrier": None, "publisher": "B", "quote": text.replace("A g", "G")},
        {"event": 2, "claim": 5, "speaker": "Kobzev", "carrier": "A", "publisher": "A", "quote": "He is alive."},
    ]
    found = resolve.sources(pl.DataFrame([{**row, "feed": "news"} for row in rows], infer_schema_length=None))
    assert found.rows() == [(1, 1, 1), (2, 2, 3)]


moments = st.integers(1, 9).map(lambda day: datetime(2022, 10, day, tzinfo=UTC))


@settings(max_examples=60, deadline=None)
@given(made=rows(), data=st.data())
def test_what_only_grows_is_told_as_if_each_moment_were_worked_on_anew(
    made: list[dict[str, Any]], data: st.DataObject
) -> None:
    """Versions that come and go, a person's word before and after them, and areas that may mean several towns."""
    for row in made:
        since, until = sorted((data.draw(moments), data.draw(st.none() | moments)), key=lambda at: (at is None, at))
        row.update(single=False, known_at=since, known_to=until)
    reports = frame(made).filter(pl.col("known_to").is_null() | (pl.col("known_at") < pl.col("known_to")))
    ends = st.integers(1, max(2, len(made)))
    links = [link(a, b, True, 3) for a, b in data.draw(st.lists(st.tuples(ends, ends), max_size=3)) if a < b]
    said = pl.DataFrame(links, schema=LINKS) if links else no_links()
    pairs = resolve.pairs(reports, PLACES)
    claims = standing(reports).with_columns(first_known_at="known_at")
    got = resolve.group(claims, pairs, said)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grouping, "_free", lambda claims, edges: False)
        assert got.rows() == resolve.group(claims, pairs, said).rows()


def test_hundreds_of_reports_of_one_happening_are_put_together_in_linear_work() -> None:
    """One after the other became known; with all of it worked on anew at each moment, 2,000 of them took minutes."""
    first = datetime(2022, 10, 1, tzinfo=UTC)

    def work(count: int) -> Callable[[], object]:
        made = [told(claim, "Omsk", known_at=first + timedelta(minutes=claim)) for claim in range(1, count + 1)]
        reports = frame(made)
        pairs = resolve.pairs(reports, PLACES)
        claims = standing(reports).with_columns(first_known_at="known_at")

        def grouped() -> None:
            assert resolve.group(claims, pairs, no_links())["event"].unique().to_list() == [1]

        return grouped

    assert growth(work, 200) < 1.05
