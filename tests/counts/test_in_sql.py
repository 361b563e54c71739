"""The same counts from the library's database, from the SQL macros and from the plain reference."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from ledger_fixture import claim, delivery, lay_empty
from plain import band, days_of, mean, member, when, window
from polars.testing import assert_frame_equal
from test_days import FIRST, Event, days

import timeline
from timeline import counts
from timeline.report import Database
from timeline.warehouse.layout import Layout
from timeline.warehouse.ledger import open_ledger

SINCE, UNTIL = FIRST + timedelta(days=3), FIRST + timedelta(days=30)


@st.composite
def told_event(draw: st.DrawFn) -> dict[str, Any]:
    start = draw(days)
    end = start + timedelta(days=draw(st.sampled_from([0, 0, 0, 1, 6, 9])))
    lasting = draw(st.booleans())
    inner = days_of(start, end)
    return {
        "kind": draw(st.sampled_from(["protest", "protest.riot", "office_attack.arson"])),
        "form": draw(st.sampled_from(["incident"] * 6 + ["tally"])),
        "modality": draw(st.sampled_from(["asserted"] * 6 + ["planned", "denied"])),
        "starts": start,
        "ends": end,
        "lasting": lasting,
        "starts_by": draw(st.sampled_from([None, *inner])) if lasting else None,
        "ends_from": draw(st.sampled_from([None, *inner])) if lasting else None,
        "country": draw(st.sampled_from(["RU", "KZ", None])),
        "target": draw(st.sampled_from(["draft_office", None])),
        "speaker": draw(st.sampled_from(["TASS", "Meduza", None])),
    }


@contextmanager
def database(told: list[dict[str, Any]], *, same_place: bool = False, **declared: Any) -> Iterator[Database]:
    """An opened ledger of these claims, each an event of its own, in a town of its own unless told otherwise."""
    towns = ["Omsk" if same_place else f"Town {place}" for place in range(len(told))]
    rows = [claim(town, single=True, place=town, **one) for town, one in zip(towns, told, strict=True)]
    rows = [{**row, "row_key": str(place)} for place, row in enumerate(rows)]
    with tempfile.TemporaryDirectory() as folder:
        layout = lay_empty(Layout.at(Path(folder) / "timeline.duckdb"))
        with open_ledger(layout) as ledger:
            ledger.take(*delivery(Path(folder) / "spool", rows, **declared))
        with timeline.open(layout.ledger) as opened:
            yield opened


def as_event(one: dict[str, Any]) -> Event:
    return {**one, "status": one["modality"], "place": None}


@settings(
    max_examples=9,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    told=st.lists(told_event(), max_size=10),
    wanted=st.sampled_from([[], ["protest"], ["protest", "office_attack"]]),
    by=st.sampled_from([way for way in counts.BY if way != "place"]),
    under_way=st.booleans(),
    size=st.sampled_from([1, 2, 7, 30]),
    centred=st.booleans(),
    clock=st.sampled_from(["", "_as_of", "_said_by"]),
)
def test_sql_python_and_the_reference_count_the_same(
    told: list[dict[str, Any]], wanted: list[str], by: str, under_way: bool, size: int, centred: bool, clock: str
) -> None:
    moment = "'2022-12-01', " if clock else ""
    filters = f"kinds := {wanted}, " if wanted else ""
    shared = (
        f"{moment}{filters}since := DATE '{SINCE}', until := DATE '{UNTIL}', grouped_by := '{by}', "
        f"under_way := {under_way}, with_expected := true"
    )
    covers: dict[str, Any] = {"kinds": ("protest",), "covers_since": SINCE, "covers_until": UNTIL - timedelta(days=9)}
    published = [{**one, "published_at": None} for one in told]
    with database(published, known="2022-11-01", **covers) as db:
        asked: dict[str, Any] = {
            "kinds": wanted,
            "since": SINCE,
            "until": UNTIL,
            "expected": True,
            "under_way": under_way,
        }
        if clock:
            asked[clock[1:]] = "2022-12-01"
        rolled = db.rolling(size, centred=centred, by=by, **asked)
        single = db.daily(by=by, **asked)
        in_sql = db.sql(f"FROM rolling_counts{clock}({shared}, days := {size}, centred := {centred})")
        daily_in_sql = db.sql(f"FROM daily_counts{clock}({shared})")
    same = [name for name in rolled.columns if name not in ("days", "line")]
    assert_frame_equal(in_sql, rolled.select(same), check_column_order=False, abs_tol=1e-6)
    assert_frame_equal(daily_in_sql, single, abs_tol=1e-6)
    if clock != "_said_by":
        equal_the_reference(rolled, [as_event(one) for one in told], by, wanted, under_way, centred)


def equal_the_reference(
    rolled: pl.DataFrame, told: list[Event], by: str, wanted: list[str], under_way: bool, centred: bool
) -> None:
    size = rolled["days"][0] if rolled.height else 1
    for series in rolled["series"].unique():
        said = [{**one, "speaker": one.get("speaker") or "a"} for one in told]
        members = [one for one in said if member(one, by, wanted) == series]
        spans = [when(one, under_way=under_way) for one in members]
        mine = rolled.filter(pl.col("series") == series)
        edges = [window(day, size, centred=centred) for day in days_of(SINCE, UNTIL)]
        found = mine.select("rolling_certain", "rolling_possible", "rolling_expected").rows()
        assert found == [pytest.approx(tuple(band(spans, *pair)), abs=1e-6) for pair in edges]
        means = [mean(members, *pair, under_way=under_way) for pair in edges]
        assert mine.select("mean_certain", "mean_possible").rows() == [pytest.approx(one) for one in means]


def test_an_event_counts_for_every_speaker(tmp_path: Path) -> None:
    told = [{"speaker": "TASS"}, {"speaker": "Meduza"}]
    same = [claim(str(n), place="Omsk", **one) for n, one in enumerate(told)]
    layout = lay_empty(Layout.at(tmp_path / "timeline.duckdb"))
    with open_ledger(layout) as ledger:
        ledger.take(*delivery(tmp_path / "spool", same))
    with timeline.open(layout.ledger) as db:
        assert db.events().height == 1
        assert db.daily(by="speaker").select("series", "certain").rows() == [("Meduza", 1), ("TASS", 1)]
        assert db.daily(by="all")["certain"].to_list() == [1]


def test_series_that_are_asked_for_are_there_without_events() -> None:
    with database([{"country": "RU", "starts": date(2022, 9, 20)}]) as db:
        assert set(db.daily(by="country", country=["KZ", "RU"], since="2022-09-20")["series"]) == {"KZ", "RU"}  # type: ignore[call-arg]
        assert db.daily(by="all", kind="protest", since="2022-09-20", until="2022-09-21")["certain"].to_list() == [0, 0]  # type: ignore[call-arg]


numbers = st.fixed_dictionaries(
    {
        "value": st.sampled_from([1.0, 2.0, None]),
        "low": st.sampled_from([None, 1.0]),
        "high": st.sampled_from([None, 2.0]),
        "basis": st.sampled_from(["flow", "since", "stock", "target", None]),
        "who": st.sampled_from([None, "all"]),
        "direction": st.sampled_from([None, "in"]),
    }
)


@settings(
    max_examples=7,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "quantities": st.lists(numbers, min_size=1, max_size=2),
                "modality": st.sampled_from(["asserted"] * 5 + ["planned", "denied", "hypothetical"]),
                "speaker": st.sampled_from(["TASS", " tass", "Meduza", None]),
                "starts": st.sampled_from([FIRST, FIRST + timedelta(days=1)]),
                "ends": st.just(FIRST + timedelta(days=1)),
                "published_at": st.sampled_from([None, *(datetime(2022, 9, n, tzinfo=UTC) for n in (5, 6))]),
            }
        ),
        max_size=10,
    )
)
def test_figures_in_sql_equal_those_in_python(told: list[dict[str, Any]]) -> None:
    with database([{**one, "country": "RU"} for one in told], same_place=True) as db:
        mine = db.figures().filter(~pl.col("derived"))
        in_sql = db.sql("FROM figures_as_of(NULL)")
    same = [name for name in in_sql.columns if name in mine.columns]
    order = ["claim_id", "series", "number", "bound", "state"]
    assert_frame_equal(mine.select(same).sort(order), in_sql.select(same).sort(order))
