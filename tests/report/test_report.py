"""The library's face: the same questions in Python, and charts that say what they were drawn from."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

import timeline
from once import clone_to, ingested, once
from timeline import model, report
from timeline.errors import TimelineError, UsageError, WarehouseError
from timeline.report.drawing import Options, subject
from timeline.report.health import state


@pytest.fixture(scope="session")
def link(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples' published database."""
    made = once(tmp_path_factory, "samples", lambda folder: ingested(clone_to(folder)))
    return made / "data" / "warehouse" / "timeline.duckdb"


def test_frames_have_the_declared_schemas(link: Path) -> None:
    with timeline.open(link) as db:
        assert db.events().schema == pl.Schema(model.EVENTS)
        assert db.reported().schema == pl.Schema(model.REPORTED)
        assert db.reported(said_by="2022-09-26").schema == pl.Schema(model.REPORTED)
        assert db.daily(kind="protest").schema == pl.Schema(model.DAILY_COUNTS)
        assert db.rolling(days=7).schema == pl.Schema(model.ROLLING_COUNTS)
        assert db.sql("SELECT 1 AS a").to_dicts() == [{"a": 1}]


def test_singular_and_plural_days_and_texts_mean_the_same(link: Path) -> None:
    db = timeline.open(str(link))
    typed = db.events(kind="office_attack", since="2022-10-01", country="Russia")  # type: ignore[call-arg]
    built = db.events(kinds=["office_attack"], since=date(2022, 10, 1), countries=["RU"])
    db.close()
    assert typed.height == 5
    assert typed.equals(built)


def test_a_day_as_of_is_its_end_in_the_projects_zone(link: Path) -> None:
    with timeline.open(link) as db:
        day = db.claims(as_of="2022-09-27")
        assert day.equals(db.claims(as_of=datetime(2022, 9, 27, 20, 59, 59, 999999, tzinfo=UTC)))
        assert db.claims(as_of="2022-09-27T21:00").height < day.height


def test_said_by_holds_for_counts_too(link: Path) -> None:
    with timeline.open(link) as db:
        asked = {"kinds": "office_attack", "since": "2022-09-21", "until": "2022-09-30"}
        for day in ("2022-09-22", "2022-09-25", "2022-12-31"):
            events = db.events(said_by=day, statuses="asserted", **asked)  # type: ignore[arg-type]
            counted = events.filter((pl.col("form") == "incident") & (pl.col("starts") == pl.col("ends")))
            assert db.daily(said_by=day, **asked)["certain"].sum() == counted.height  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "asked",
    [{"kind": "nix"}, {"feed": "nix"}, {"status": "nix"}, {"nix": 1}, {"as_of": "2022-01-01"}, {"since": "soon"}],
)
def test_what_can_not_be_meant_is_a_usage_error(link: Path, asked: dict[str, object]) -> None:
    with timeline.open(link) as db, pytest.raises(UsageError):
        db.events(**asked)  # type: ignore[arg-type]


def test_nothing_published(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="nothing is published"):
        timeline.open(tmp_path / "x.duckdb")


@pytest.mark.parametrize("name", ["timeline", "rolling", "counts", "grid"])
@pytest.mark.parametrize(
    "asked", [{}, {"kinds": "border_crossing"}, {"said_by": "2022-09-25"}, {"since": "2030-01-01"}]
)
def test_every_chart_of_every_question_can_be_drawn(link: Path, name: str, asked: dict[str, str]) -> None:
    with timeline.open(link) as db:
        drawn = report.chart(name, db, db.question(**asked), Options(preset="web"))  # type: ignore[arg-type]
    record = drawn.to_dict()["usermeta"]["timeline"]["record"]
    assert record["chart"] == name
    assert len(record["claims_digest"]) == 16
    assert len(record["ledger"]) == 16


def test_the_record_tells_whether_a_chart_would_be_the_same(link: Path) -> None:
    def digest(**asked: str) -> str:
        with timeline.open(link) as db:
            drawn = report.chart("rolling", db, db.question(**asked))  # type: ignore[arg-type]
        return str(drawn.to_dict()["usermeta"]["timeline"]["record"]["claims_digest"])

    assert digest() == digest()
    assert digest() != digest(as_of="2022-09-27")


def test_unknown_charts_and_windows(link: Path) -> None:
    with timeline.open(link) as db:
        with pytest.raises(TimelineError, match="there are: timeline, rolling, counts"):
            report.chart("pie", db, db.question())
        with pytest.raises(UsageError):
            report.chart("rolling", db, db.question(), Options(days=0))


def test_the_subject_says_what_is_filtered(link: Path) -> None:
    with timeline.open(link) as db:
        kinds = db.kinds()
        assert subject(db.question(kinds="office_attack", countries="RU"), kinds) == "attacks on offices in Russia"
        two = db.question(kinds=["protest", "protest.riot"])
        assert subject(two, kinds) == "protests and riots"
        assert subject(db.question(), kinds) is None


def test_quiet_feeds(link: Path) -> None:
    now = datetime(2022, 12, 10, tzinfo=UTC)
    found = state(link, now, {"acts": 7, "border": None, "new": 1})
    assert [feed.feed for feed in found.quiet] == ["acts"]
    assert [feed.feed for feed in found.feeds if not feed.deliveries] == ["new"]
    assert not found.as_json()["ok"]
