"""Which claims are taken for one happening, and why; the same pairs in any order and from any beginning."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reported import PLACES, entries, frame, rows, told

from timeline import resolve
from timeline.resolve import blocking, pairing
from timeline.resolve.preparing import prepared
from timeline.resolve.scoring import scored


def score(one: dict[str, Any], other: dict[str, Any]) -> tuple[float, str]:
    found = resolve.pairs(frame([one, other]), PLACES)
    return (found["score"][0], found["reason"][0]) if found.height else (0.0, "")


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        (told(1, "Uryupinsk, Volgograd region"), told(2, "Ulyupinsk"), "differ by a letter"),
        (
            told(1, "Ust-Ilimsk, Irkutsk region", kind="office_attack.shooting"),
            told(2, "Siberia", kind="office_attack.shooting"),
            "lies in Siberia",
        ),
        (told(1, "Lomonosov", starts=date(2022, 9, 21)), told(2, "Lomonosov", starts=date(2022, 9, 22)), "a day apart"),
        (
            told(1, "Lomonosov", starts=date(2022, 9, 21), ends=date(2022, 9, 22)),
            told(2, "Lomonosov", starts=date(2022, 9, 22)),
            "overlapping dates",
        ),
        (told(1, "Omsk"), told(2, "Omsk", kind="office_attack"), "office_attack.arson and office_attack"),
        (
            told(1, "Finland", starts=date(2022, 9, 24), quantities=entries(8572)),
            told(2, "Finland", starts=date(2022, 9, 25), quantities=entries(8572)),
            "both say entries 8572",
        ),
    ],
)
def test_one_happening_is_put_together_by_itself(one: dict[str, Any], other: dict[str, Any], because: str) -> None:
    got, reason = score(one, other)
    assert got >= resolve.MERGE
    assert because in reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (told(1, "Omsk"), told(2, "Orsk")),
        (told(1, "Ostrogozhsk"), told(2, "Ostrogorzhsk")),  # the gazetteer knows both
        (told(1, "Omsk"), told(2, "Omsk", kind="office_attack.shooting")),
        (told(1, "Omsk"), told(2, "Omsk", target="administration")),
        (told(1, "Omsk"), told(2, "Omsk", starts=date(2022, 9, 28))),
        (told(1, "Omsk", form="tally"), told(2, "Omsk")),
        (told(1, "Omsk", document="d", starts=date(2022, 9, 25)), told(2, "Omsk", document="d")),
        (told(1, "Omsk", single=True), told(2, "Omsk", single=True)),
        (told(1, "Kirovsk", lat=59.9, lon=31.0), told(2, "Kirovsk", lat=67.6, lon=33.7)),
        (
            told(1, "Finland", starts=date(2022, 9, 24), quantities=entries(8572)),
            told(2, "Finland", starts=date(2022, 9, 25), quantities=entries(8314)),
        ),
    ],
)
def test_two_happenings_are_not(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert score(one, other)[0] < resolve.MERGE


def test_only_pairs_with_a_claim_that_is_looked_at_are_scored() -> None:
    table = [told(claim, "Omsk", scored=False) for claim in (1, 2)]
    assert resolve.pairs(frame(table)).is_empty()
    found = resolve.pairs(frame([*table, told(3, "Omsk", scored=True)]))
    assert found.select("one", "other").rows() == [(1, 3), (2, 3)]


def all_with_all(claims: pl.DataFrame) -> pl.DataFrame:
    items = prepared(claims, PLACES)
    found = blocking.blocks(items)
    share = found.join(found, on=blocking.BLOCK, nulls_equal=True, suffix="_b").filter(pl.col("own") | pl.col("own_b"))
    met = share.select("item", "item_b").filter(pl.col("item") < pl.col("item_b")).unique()
    return scored(met, items).unique().sort("one", "other")


@settings(max_examples=25, deadline=None)
@given(made=rows())
def test_blocks_lose_no_pair(made: list[dict[str, Any]]) -> None:
    claims = frame(made)
    assert resolve.pairs(claims, PLACES).equals(all_with_all(claims))


@settings(max_examples=25, deadline=None)
@given(made=rows(), data=st.data())
def test_any_order_gives_the_same_pairs(made: list[dict[str, Any]], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(made))
    assert resolve.pairs(frame(made), PLACES).equals(resolve.pairs(frame(shuffled), PLACES))


@settings(max_examples=25, deadline=None)
@given(made=rows(), other=rows(), data=st.data())
def test_comparing_only_what_changed_gives_the_same_pairs(
    made: list[dict[str, Any]], other: list[dict[str, Any]], data: st.DataObject
) -> None:
    check_refreshed(made, other, data)


def check_refreshed(made: list[dict[str, Any]], other: list[dict[str, Any]], data: st.DataObject) -> None:
    """Some claims are replaced by others of the same id, some go, some come."""
    numbers = {row["claim"]: row for row in made}
    changed = data.draw(st.lists(st.sampled_from(range(1, 15)), unique=True))
    after = {**numbers, **{row["claim"]: row for row in other if row["claim"] in changed}}
    for gone in data.draw(st.lists(st.sampled_from(changed), unique=True)) if changed else []:
        after.pop(gone, None)
    left = [numbers[claim] for claim in changed if claim in numbers]
    before = resolve.pairs(frame(made), PLACES)
    ids = pl.Series("claim", changed, dtype=pl.UInt64)
    anew, around = resolve.refreshed(frame(list(after.values())), frame(left), ids, PLACES)
    replaced = is_any_of(ids, "one") | is_any_of(ids, "other") | (is_any_of(around, "one") & is_any_of(around, "other"))
    got = pl.concat([before.filter(~replaced), anew]).sort("one", "other", "known_at", "known_to")
    want = resolve.pairs(frame(list(after.values())), PLACES)
    assert got.rows() == want.rows()


def is_any_of(claims: pl.Series, name: str) -> pl.Expr:
    return pl.col(name).is_in(claims.implode())


@settings(max_examples=25, deadline=None)
@given(made=rows(), other=rows(), data=st.data())
def test_crowded_blocks_too(made: list[dict[str, Any]], other: list[dict[str, Any]], data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocking, "CROWDED", 3)
        patch.setattr(blocking, "NEIGHBOURS", 2)
        patch.setattr(pairing, "_AT_ONCE", 5)
        check_refreshed(made, other, data)


@pytest.mark.parametrize(
    ("units", "shared"), [(("km", "miles"), False), (("km", "km"), True), (("persons", "Russian citizens"), True)]
)
def test_a_number_in_other_units_is_another_number(units: tuple[str, str], shared: bool) -> None:
    rows = [
        told(number, "Omsk", quantities=[{**entries(8_314)[0], "measure": "length", "unit": unit}])
        for number, unit in enumerate(units, start=1)
    ]
    (reason,) = resolve.pairs(frame(rows), PLACES)["reason"]
    assert ("both say length" in reason) is shared
