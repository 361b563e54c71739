"""The sample deliveries: every row is taken, and what they say is what was reported in autumn 2022."""

from __future__ import annotations

import csv
import re
import tomllib
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from timeline import kinds
from timeline.config.mapping import parse_mapping, shipped
from timeline.config.project import load_project
from timeline.readers import Reading, read

ROOT = Path(__file__).parents[2]
FACTS = ROOT.parent / "shared" / "data" / "facts" / "facts_2022_mobilization.csv"

# feed and delivery -> claims
DELIVERIES = {
    ("office-attacks", "2022-09-27.csv"): 30,
    ("office-attacks", "2022-10-17.csv"): 6,
    ("attack-tallies", "2022-09-28.jsonl"): 10,
    ("border", "2022-09-27.jsonl"): 27,
    ("border", "2022-10-05.jsonl"): 57,
    ("border-returns", "2022-10-05.xlsx"): 7,
    ("queues", "2022-09-29.tsv"): 13,
    ("acts", "2022-09-27.json"): 9,
    ("acts", "2022-11-02.json"): 27,
    ("acts", "2022-11-30.json"): 3,
    ("referendum", "2022-09-28.csv"): 12,
    ("protests", "2022-09-28.csv"): 26,
}

# Attacks on draft offices by day, counted by hand from the reports.
DRAFT_OFFICES = {
    date(2022, 9, 21): ["Lomonosov", "Nizhny Novgorod"],
    date(2022, 9, 22): ["Gai", "Kyra"],
    date(2022, 9, 23): ["Khabarovsk", "Svobodny"],
    date(2022, 9, 24): ["Kansk"],
    date(2022, 9, 25): ["Chernyakhovsk", "Kirovsk", "Ruzaevka"],
    date(2022, 9, 26): ["Uryupinsk", "Ust-Ilimsk"],
}
BY_DAY = {21: 2, 22: 2, 23: 2, 24: 1, 25: 3, 26: 2}


@cache
def reading(feed_name: str, file: str) -> Reading:
    project = load_project(ROOT, shipped())
    feed = project.feed(feed_name)
    assert feed.mapping is not None
    path = project.raw / feed_name / file
    return read(path, file, parse_mapping(feed.mapping, feed_name), zone=feed.zone, kinds=kinds.names())


def feed_claims(feed_name: str) -> pl.DataFrame:
    return pl.concat([reading(*delivery).claims for delivery in DELIVERIES if delivery[0] == feed_name])


@cache
def all_claims() -> pl.DataFrame:
    """Every claim once, as it stood in the end: the first border delivery is contained in the second."""
    return pl.concat(
        [reading(*delivery).claims for delivery in DELIVERIES if delivery != ("border", "2022-09-27.jsonl")]
    )


def quantities(claims: pl.DataFrame) -> pl.DataFrame:
    return claims.drop("value").explode("quantities").drop_nulls("quantities").unnest("quantities")


def border(file: str) -> dict[str, dict[str, object]]:
    rows = quantities(reading("border", file).claims).iter_rows(named=True)
    return {row["row_key"]: row for row in rows}


def test_the_feeds_and_the_table_above_name_the_same_files() -> None:
    project = load_project(ROOT, shipped())
    tables = [feed for feed in project.feeds if not feed.prose]
    found = {(feed.name, path.name) for feed in tables for glob in feed.files for path in project.raw.glob(glob)}
    assert found == set(DELIVERIES)


@pytest.mark.parametrize("delivery", DELIVERIES, ids="/".join)
def test_every_row_is_taken_and_understood(delivery: tuple[str, str]) -> None:
    taken = reading(*delivery)
    assert taken.rejects.to_dicts() == []
    assert taken.unknown_values.to_dicts() == []
    assert len(taken.claims) == DELIVERIES[delivery]


@pytest.mark.parametrize("delivery", DELIVERIES, ids="/".join)
def test_a_sidecar_says_when_each_delivery_was_known(delivery: tuple[str, str]) -> None:
    sidecar = tomllib.loads((ROOT / "data" / "raw" / delivery[0] / f"{delivery[1]}.toml").read_text("utf-8"))
    known = sidecar["known_at"]
    assert known.date().isoformat() == delivery[1].partition(".")[0]
    published = reading(*delivery).claims["published_at"].drop_nulls()
    assert published.is_empty() or published.dt.date().max() <= known.date()
    happened = reading(*delivery).claims.filter(pl.col("modality") != "planned")["starts"].max()
    assert isinstance(happened, date)
    assert happened <= known.date()


def test_there_are_enough_claims_and_all_are_ready_for_a_chart() -> None:
    claims = all_claims()
    assert 150 <= len(claims) <= 200
    assert (
        claims.select("kind", "title", "label", "importance", "starts", "ends", "place")
        .null_count()
        .sum_horizontal()[0]
        == 0
    )
    assert claims["title"].str.len_chars().max() <= 75
    assert claims["label"].str.len_chars().max() <= 40
    assert (claims["country"].drop_nulls().str.len_chars() == 2).all()
    assert claims.filter(pl.col("country").is_null())["place"].unique().to_list() == ["EU external border"]
    most_important = claims.filter(importance=1, form="incident").select("kind", "starts", "ends", "place").unique()
    assert 12 <= len(most_important) <= 18


def test_draft_offices_attacked_as_counted_by_hand() -> None:
    hit = feed_claims("office-attacks").filter(
        pl.col("kind").str.starts_with("office_attack"),
        pl.col("starts").is_between(date(2022, 9, 21), date(2022, 9, 26)),
        target="draft_office",
        form="incident",
    )
    events = hit.unique(["kind", "starts", "ends", "place"])
    towns = pl.col("place").str.split(",").list.first().sort()
    by_day = dict(events.group_by("starts").agg(towns).iter_rows())
    assert by_day == DRAFT_OFFICES
    assert {day.day: len(places) for day, places in by_day.items()} == BY_DAY
    assert len(hit) > len(events), "some attacks are reported twice"


def test_attacks_on_an_unknown_day_keep_their_interval() -> None:
    vague = feed_claims("office-attacks").filter(pl.col("starts") != pl.col("ends"))
    spans = {
        row["place"].split(",")[0]: (row["starts"], row["ends"], row["lasting"]) for row in vague.iter_rows(named=True)
    }
    assert spans == {
        "Nizhnevartovsk": (date(2022, 5, 3), date(2022, 5, 5), False),
        "Cherepovets": (date(2022, 5, 8), date(2022, 5, 12), False),
        "Arkhangelskoye": (date(2022, 10, 8), date(2022, 10, 9), False),
    }


def test_clock_times_are_moscow_time_and_kept_apart_from_bare_days() -> None:
    claims = feed_claims("office-attacks")
    uryupinsk = claims.filter(pl.col("place").str.starts_with("Uryupinsk")).sort("at_start", nulls_last=True)
    assert uryupinsk["at_start"].to_list() == [datetime(2022, 9, 26, 1, 0, tzinfo=UTC), None]
    assert uryupinsk["precision"].to_list() == ["minute", "day"]
    assert uryupinsk["starts"].unique().to_list() == [date(2022, 9, 26)]


def test_the_referendum_went_on_for_five_days_in_four_regions() -> None:
    votes = feed_claims("referendum").filter(kind="referendum")
    assert votes.select("starts", "ends", "lasting").unique().rows() == [(date(2022, 9, 23), date(2022, 9, 27), True)]
    assert sorted(votes["place"]) == ["Donetsk region", "Kherson region", "Luhansk region", "Zaporizhzhia region"]
    results = quantities(feed_claims("referendum").filter(kind="referendum.result"))
    shares = results.filter(measure="share in favour", scope="all votes").select("place", "value")
    assert dict(shares.iter_rows())["Kherson region"] == 87.05
    first = results.filter(measure="share in favour", speaker="RIA", place="Kherson region")
    assert first.select("value", "scope").rows() == [(96.9, "first 14%")]


def test_the_second_border_delivery_holds_the_first_and_corrects_two_figures() -> None:
    then, now = border("2022-09-27.jsonl"), border("2022-10-05.jsonl")
    assert set(then) < set(now)
    corrected = {
        key: (then[key]["value"], now[key]["value"]) for key in then if then[key]["value"] != now[key]["value"]
    }
    assert corrected == {"ge-2022-09-26-in": (10000, 10400), "fi-2022-09-24-weekend-in": (17000, 16886)}
    weekend = "fi-2022-09-24-weekend-in"
    assert (then[weekend]["speaker"], now[weekend]["speaker"]) == ("Finnish Border Guard", "Finnish Border Guard")
    same = [key for key in then if key not in corrected]
    content = [name for name in then[weekend] if name not in ("line", "col")]
    assert [[then[key][name] for name in content] for key in same] == [
        [now[key][name] for name in content] for key in same
    ]


def test_numbers_of_different_series_stand_side_by_side() -> None:
    day = quantities(reading("border", "2022-10-05.jsonl").claims).filter(
        pl.col("country") == "FI", pl.col("starts") == date(2022, 9, 21), pl.col("ends") == date(2022, 9, 21)
    )
    assert sorted(day.select("value", "scope").rows()) == [
        (4443.0, "three south-eastern checkpoints"),
        (4824.0, "whole eastern border"),
    ]
    since = border("2022-10-05.jsonl")
    assert (since["kz-2022-10-04-since-in"]["value"], since["kz-2022-10-04-since-in"]["low"]) == (200000, 200000)
    assert (since["ge-2022-09-22-rate-in"]["value"], since["ge-2022-09-22-rate-in"]["high"]) == (None, 6000)


def test_what_was_denied_is_kept_as_denied() -> None:
    denied = all_claims().filter(modality="denied")
    assert sorted(denied["label"]) == [
        "Finnish border: no 35 km queue",
        "Georgia denies 250,000 entries",
        "Peskov: no decision on borders",
    ]


def test_the_sheet_with_days_down_and_countries_across() -> None:
    rows = quantities(feed_claims("border-returns")).select("starts", "country", "value", "high", "direction", "col")
    assert rows.sort("starts", "country").rows() == [
        (date(2022, 9, 23), "FI", 3545.0, None, "out", "Finland"),
        (date(2022, 9, 24), "FI", 4199.0, None, "out", "Finland"),
        (date(2022, 9, 25), "FI", 5068.0, None, "out", "Finland"),
        (date(2022, 9, 26), "FI", 3662.0, None, "out", "Finland"),
        (date(2022, 10, 3), "KZ", 11000.0, None, "out", "Kazakhstan"),
        (date(2022, 10, 4), "FI", 1300.0, 1300.0, "out", "Finland"),
        (date(2022, 10, 4), "KZ", 10500.0, None, "out", "Kazakhstan"),
    ]


def test_the_detentions_of_one_evening_rise_from_report_to_report() -> None:
    evening = quantities(feed_claims("protests")).filter(
        pl.col("published_at").is_not_null(),
        kind="detention",
        speaker="OVD-Info",
        place="Russia",
        starts=date(2022, 9, 21),
        measure="detained",
        form="incident",
    )
    rising = evening.sort("published_at", "value")["value"].to_list()
    assert rising == [400, 735, 1311, 1313]
    assert evening["published_at"].min() == datetime(2022, 9, 21, 17, 31, tzinfo=UTC)


def test_what_had_been_said_by_the_26th_is_some_of_what_is_known() -> None:
    claims = all_claims()
    said = claims.filter(pl.col("published_at") <= datetime(2022, 9, 26, 21, 0, tzinfo=UTC))
    assert 40 <= len(said) <= 70
    assert set(said["label"]) >= {"17 offices since 21 Sep", "Ust-Ilimsk: officer shot", "1,313+ detained"}
    assert "Kazakhstan: 98,000 in since 21 Sep" not in set(said["label"])
    assert said["starts"].max() == date(2022, 9, 26)


def test_the_gap_in_the_reading_is_declared() -> None:
    folder = ROOT / "data" / "raw" / "office-attacks"
    covers = [tomllib.loads(path.read_text("utf-8"))["covers"] for path in sorted(folder.glob("*.toml"))]
    assert (covers[0]["until"], covers[1]["since"]) == (date(2022, 9, 26), date(2022, 10, 3))


def numbers(text: str) -> set[float]:
    return {float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}


@pytest.mark.skipif(not FACTS.exists(), reason=f"needs {FACTS}")
def test_every_figure_and_address_was_reported() -> None:
    facts = list(csv.DictReader(FACTS.read_text("utf-8").splitlines()))
    reported = set().union(*(numbers(" ".join(row.values())) for row in facts))
    claims = all_claims()
    told = quantities(claims)
    assert not set(told["value"].drop_nulls()) - reported - {0.0}
    addresses = " ".join(row["source_url_or_title"] for row in facts)
    assert not [url for url in claims["url"].drop_nulls().unique() if url not in addresses]


@pytest.mark.skipif(not FACTS.exists(), reason=f"needs {FACTS}")
def test_no_sentence_is_taken_over() -> None:
    facts = list(csv.DictReader(FACTS.read_text("utf-8").splitlines()))
    sentences = {row["measure"].strip().lower() for row in facts if len(row["measure"].split()) > 3}
    claims = all_claims()
    ours = {text.lower() for name in ("title", "note") for text in claims[name].drop_nulls()}
    assert not {text for text in ours for sentence in sentences if sentence in text}
