"""Quantities: which numbers share a line, what a correction is, flows from totals, the number by a rule, tallies."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_days import frame, known

from timeline import counts, kinds, model
from timeline.errors import UsageError

COUNTRIES = {"KZ": "Kazakhstan", "RU": "Russia", "FI": "Finland", "MN": "Mongolia"}
PARTS = ("measure", "basis", "direction", "who", "scope", "unit", "place", "country")


def said(number: float | None, **told: Any) -> dict[str, Any]:
    """One reported number: crossings into Kazakhstan on 27 September, unless told otherwise."""
    row = {
        "kind": "border_crossing", "form": "tally", "modality": "asserted", "measure": "crossings", "basis": "since",
        "value": number, "unit": "persons", "direction": "in", "who": "Russian citizens", "place": "Kazakhstan",
        "country": "KZ", "starts": date(2022, 9, 21), "ends": date(2022, 9, 27), "speaker": "Interior Ministry",
        "published_at": datetime(2022, 9, 27, tzinfo=UTC), "known_at": datetime(2022, 9, 28, tzinfo=UTC),
        "superseded": False,
    }  # fmt: skip
    return {**row, **told}


def reported(*rows: dict[str, Any]) -> pl.DataFrame:
    numbered = [{"claim_id": f"C{place}", **row} for place, row in enumerate(rows)]
    return model.conform(pl.DataFrame(numbered, infer_schema_length=None), model.REPORTED)


def figures(*rows: dict[str, Any]) -> pl.DataFrame:
    return counts.figures(reported(*rows), countries=COUNTRIES)


def later(day: int) -> datetime:
    return datetime(2022, 10, day, tzinfo=UTC)


texts = st.sampled_from([None, "all", "x", "x; at y", "y"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "basis": st.sampled_from(model.BASES),
                "direction": st.sampled_from([None, "in", "out"]),
                "who": texts, "scope": texts, "place": texts,
                "unit": st.sampled_from(["persons", "cars"]),
                "starts": st.sampled_from([date(2022, 9, 20), date(2022, 9, 21), date(2022, 9, 27)]),
            }
        ),
        min_size=1, max_size=12,
    )
)  # fmt: skip
def test_no_series_ever_mixes_two_kinds_of_number(rows: list[dict[str, Any]]) -> None:
    found = figures(*(said(1.0, **row) for row in rows))
    assert found.height == len(rows)
    both = pl.concat([found, counts.derived(found)])
    begin = pl.when(pl.col("basis") == "since").then(pl.when(pl.col("starts") < pl.col("ends")).then("starts"))
    mixed = both.group_by("series").agg(
        *(pl.col(name).n_unique() for name in PARTS), begin=begin.n_unique(), length=pl.col("length").n_unique()
    )
    assert mixed.drop("series").max_horizontal().to_list() == [1] * mixed.height
    lines = both.with_columns(begin=begin).select(*PARTS, "begin", "length").unique()
    assert lines.height == both["series"].n_unique()


def test_a_correction_replaces_the_same_speakers_figure_whichever_carrier_brought_it() -> None:
    found = figures(
        said(100_000.0, carrier="RIA"),
        said(98_000.0, carrier="TASS", published_at=later(1)),
        said(98_000.0, carrier="AP", published_at=later(2)),
        said(55_000.0, speaker="Frontex"),
        said(99_000.0, ends=date(2022, 9, 28)),
        said(7.0, speaker=None),
        said(8.0, speaker=None, published_at=later(2)),
        said(5.0, superseded=True),
        said(6.0, speaker="x", modality="denied"),
    ).sort("claim_id")
    assert found["state"].to_list() == [
        "corrected", "repeated", "stands", "stands", "stands", "stands", "stands", "corrected", "denied",
    ]  # fmt: skip
    assert found["replaced_by"].to_list() == ["C2", "C2", None, None, None, None, None, "C7", None]
    assert counts.chosen(found)["number"].to_list() == [98_000.0, 99_000.0]


def test_a_later_figure_within_the_earlier_bound_refines_it() -> None:
    found = figures(
        said(400.0, low=400.0),
        said(None, low=300.0, high=2000.0),
        said(1000.0, high=1000.0),
        said(1400.0, published_at=later(1)),
    ).sort("claim_id")
    assert found["bound"].to_list() == ["least", "range", "most", "exact"]
    assert found["state"].to_list() == ["refined", "refined", "corrected", "stands"]


def test_a_part_is_known_as_part_of_its_whole() -> None:
    day: dict[str, Any] = {"basis": "flow", "starts": date(2022, 9, 21), "ends": date(2022, 9, 21)}
    found = figures(
        said(10.0, **day, country="FI", place="Finland, eastern border", scope="whole eastern border"),
        said(4.0, **day, country="FI", place="Finland, eastern border", scope="three checkpoints"),
        said(2.0, **day, country="FI", place="Vaalimaa"),
        said(2.0, **day, country="MN", place="Altanbulag"),
        said(9.0, **day, country="MN", place="Altanbulag", direction="out"),
        said(9.0, **day, country="MN", place="Altanbulag", who="all"),
    ).sort("claim_id")
    whole, everybody = found["series"][0], found["series"][5]
    assert found["part_of"].to_list() == [None, whole, whole, everybody, None, None]


def test_flow_is_derived_from_cumulative_reports_with_its_rule() -> None:
    found = figures(
        said(98_000.0),
        said(200_000.0, ends=date(2022, 10, 4)),
        said(250_000.0, low=250_000.0, ends=date(2022, 10, 10)),
        said(240_000.0, ends=date(2022, 10, 12)),
        said(150_000.0, ends=date(2022, 10, 14)),
        said(1_000_000.0, ends=date(2022, 10, 5), starts=date(2022, 2, 24)),
        said(210_000.0, ends=date(2022, 10, 5), speaker="Frontex"),
    )
    flow = counts.derived(found).sort("starts")
    assert flow.select("starts", "ends", "value", "low", "high", "state").rows() == [
        (date(2022, 9, 28), date(2022, 10, 4), 102_000.0, None, None, "stands"),
        (date(2022, 10, 5), date(2022, 10, 10), None, 50_000.0, None, "stands"),
        (date(2022, 10, 11), date(2022, 10, 12), None, None, None, "corrected"),
        (date(2022, 10, 13), date(2022, 10, 14), None, None, None, "corrected"),
    ]
    assert set(flow["basis"]) == {"flow"}
    assert flow["derived"].all()
    assert "200000 by 2022-10-04 less 98000 by 2022-09-27" in flow["rule"][0]
    assert "fell from 240000 by 2022-10-12 to 150000 by 2022-10-14: a correction, no flow" in flow["rule"][3]
    assert not set(flow["series"]) & set(found["series"])


def test_the_flow_after_a_least_number_is_at_most_the_difference() -> None:
    found = figures(
        said(20.0, low=20.0), said(50.0, ends=date(2022, 10, 4)), said(None, high=80.0, ends=date(2022, 10, 9))
    )
    flow = counts.derived(found).sort("starts")
    assert flow.select("value", "low", "high", "bound").rows() == [
        (None, None, 30.0, "most"),
        (None, None, 30.0, "most"),
    ]


def test_the_rule_chooses_among_those_who_differ_and_the_strip_shows_the_others() -> None:
    found = figures(
        said(10.0, speaker="a"),
        said(30.0, speaker="b", published_at=later(1)),
        said(14.0, speaker="c"),
        said(20.0, speaker="d", low=18.0, high=40.0),
    )
    numbers = {rule: counts.chosen(found, rule)["number"][0] for rule in counts.RULES}
    assert numbers == {"latest": 30.0, "lowest": 10.0, "median": 17.0, "highest": 40.0}
    one = counts.chosen(found).row(0, named=True)
    assert (one["speaker"], one["lowest"], one["highest"], one["reports"], one["changed"]) == ("b", 10.0, 40.0, 4, True)
    assert counts.chosen(found, "median")["speaker"].to_list() == [None]
    assert counts.strip(found).select("rule", "number").rows() == list(numbers.items())
    assert counts.reported_sentences(counts.chosen(found)) == [
        "Crossings into Kazakhstan (Russian citizens): 30 from 21 to 27 September 2022, according to b "
        "(latest of 4 reports, 10 to 40)"
    ]
    with pytest.raises(UsageError, match="latest, lowest, median, highest"):
        counts.chosen(found, "mean")


@pytest.mark.parametrize(
    ("label", "measure", "owner"),
    [
        ("Detentions", "detained", ""),
        ("Detentions", "cities", "Detentions"),
        ("Border crossings", "crossings", ""),
        ("Border queue", "length", "Border queue"),
        ("Mobilization orders", "called_up", "Mobilization orders"),
    ],
)
def test_a_measure_that_says_what_it_is_of_is_not_told_twice(label: str, measure: str, owner: str) -> None:
    assert counts.measured({"measure": measure}, label) == (owner, measure.replace("_", " "))


def test_our_list_beside_others_tallies() -> None:
    given = [
        known(date(2022, 9, 20 + n), date(2022, 9, 20 + n), kind="office_attack.arson", country="RU") for n in range(9)
    ]
    given[3]["target"] = given[4]["target"] = "draft_office"
    given[8].update(starts=date(2022, 9, 26), ends=date(2022, 9, 30))
    given.append({**given[1], "country": "KZ"})
    given.append({**given[1], "form": "tally"})
    tally: dict[str, Any] = {
        "kind": "office_attack", "measure": "attacks", "unit": "attacks", "direction": None, "who": None,
        "country": "RU", "place": "Russia", "ends": date(2022, 9, 26),
    }  # fmt: skip
    told = figures(
        said(5.0, **tally, speaker="Meduza", scope="all offices"),
        said(2.0, **tally, low=2.0, speaker="officials", scope="draft offices"),
        said(9.0, **tally, scope="churches"),
        said(9.0, **{**tally, "unit": "persons"}),
    )
    declared = pl.DataFrame(
        {"kind": ["office_attack"] * 2, "day": [date(2022, 9, 21), date(2022, 9, 22)], "state": ["gap", "covered"]}
    )
    found = counts.beside(told, frame(given), kinds.load(), declared, countries=COUNTRIES).sort("claim_id")
    assert found["told"].to_list() == [
        "our list 6 to 7, Meduza's tally 5",
        "our list 2, officials' tally at least 2",
        "Interior Ministry's tally 9; our list has no count of the same",
    ]
    assert found.select("covered", "gaps", "undeclared").row(0) == (1, 1, 4)
    assert found["counted"].to_list()[:2] == [
        "office_attack, in Russia",
        "office_attack, target draft_office, in Russia",
    ]


def test_nothing_reported() -> None:
    nothing = figures()
    assert nothing.schema == model.FIGURES
    assert counts.derived(nothing).schema == model.FIGURES
    assert counts.chosen(nothing).schema == model.CHOSEN
    assert counts.strip(nothing).height == 0
    assert (
        counts.beside(
            nothing,
            model.empty(model.EVENTS),
            kinds.load(),
            pl.DataFrame(schema={"kind": pl.String, "day": pl.Date, "state": pl.String}),
        ).schema
        == model.BESIDE
    )
