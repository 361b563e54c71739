"""The promise of the ledger: whatever the order of arrival, one end state, the same ids."""

from __future__ import annotations

import hashlib
import itertools
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from ledger_fixture import ask, bring, claim, delivery, lay_empty, surface

from timeline.warehouse.arrivals import Arrival, Parsed
from timeline.warehouse.layout import Layout
from timeline.warehouse.ledger import open_ledger

Delivered = tuple[Arrival, Parsed]

# Each example builds ledgers on disk: a failing one is shown as it is, for shrinking it would take minutes.
LIGHT: dict[str, Any] = {
    "deadline": None,
    "phases": [Phase.explicit, Phase.reuse, Phase.generate],
    "suppress_health_check": [HealthCheck.too_slow],
}


def end_state(folder: Path, arrived: list[Delivered]) -> dict[str, pl.DataFrame]:
    layout = lay_empty(Layout.at(folder / "timeline.duckdb"))
    with open_ledger(layout) as ledger:
        bring(ledger, arrived)
    return surface(layout)


def assert_same(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame]) -> None:
    for name, table in one.items():
        assert table.equals(other[name]), f"{name} differs:\n{table}\n{other[name]}"


def three(spool: Path) -> list[Delivered]:
    """A keyed, complete feed in three deliveries: a row corrected, one gone, one gone and back, one re-dated."""
    omsk = claim("2", place="Omsk")
    return [
        delivery(spool, [claim("1"), omsk, claim("3", place="Kyra")], known="2022-09-25", complete=True),
        delivery(spool, [claim("1", title="Corrected"), claim("3", place="Gai")], known="2022-09-26", complete=True),
        delivery(spool, [claim("1", starts=date(2022, 9, 25)), omsk], known="2022-09-27", complete=True),
    ]


def test_every_order_of_three_deliveries_ends_the_same(tmp_path: Path) -> None:
    deliveries = three(tmp_path / "spool")
    expected = end_state(tmp_path / "in order", deliveries)
    for number, order in enumerate(list(itertools.permutations(deliveries))[1:]):
        assert_same(expected, end_state(tmp_path / str(number), list(order)))
    assert expected["events"].height == 2
    assert expected["base.claim_past"].height == 6  # three of claim 1 and 3's first, 2's first and its tombstone


def test_content_that_comes_back_later_is_a_third_version(tmp_path: Path) -> None:
    first = delivery(tmp_path, [claim("1", title="A")], known="2022-09-25", complete=True)
    second = delivery(tmp_path, [claim("1", title="B")], known="2022-09-26", complete=True)
    again = delivery(tmp_path, [claim("1", title="A")], known="2022-09-27", complete=True)
    for place, order in enumerate(itertools.permutations([first, second, again])):
        state = end_state(tmp_path / str(place), list(order))
        assert state["claims"].select("title", "version").rows() == [("A", 3)]


def test_twice_is_once(tmp_path: Path) -> None:
    deliveries = three(tmp_path / "spool")
    assert_same(end_state(tmp_path / "1", deliveries), end_state(tmp_path / "2", deliveries + deliveries))


def test_a_row_gone_and_back_keeps_its_id(tmp_path: Path) -> None:
    layout = Layout.at(tmp_path / "timeline.duckdb")
    end_state(tmp_path, three(tmp_path / "spool"))
    versions = ask(
        layout,
        """
        SELECT version, live FROM (FROM base.claim UNION ALL BY NAME FROM base.claim_past)
        WHERE row_key = '2' ORDER BY version
        """,
    )
    assert versions.rows() == [(1, True), (2, False), (3, True)]


places = st.sampled_from(["Omsk", "Kyra", "Gai"])
days = st.integers(20, 23).map(lambda day: date(2022, 9, day))
modalities = st.sampled_from(["asserted", "denied", "planned"])
figures = st.lists(st.integers(1, 3), max_size=1).map(
    lambda values: [{"measure": "hurt", "value": float(value), "unit": "persons"} for value in values]
)


@st.composite
def rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    keys = draw(st.lists(st.sampled_from("abcd"), unique=True, max_size=4))
    keyed = [
        claim(
            key,
            place=draw(places),
            starts=draw(days),
            modality=draw(modalities),
            single=draw(st.booleans()),
            quantities=draw(figures),
        )
        for key in keys
    ]
    return keyed + [claim(None, place=draw(places), starts=draw(days)) for _ in range(draw(st.integers(0, 2)))]


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[str, int, bool, list[dict[str, Any]]]]:
    """(feed, day it was known, complete, rows): two feeds, up to six deliveries."""
    told = draw(st.lists(st.tuples(st.sampled_from("xy"), st.integers(1, 28)), unique=True, min_size=2, max_size=6))
    return [(feed, day, feed == "x", draw(rows())) for feed, day in told]


@settings(max_examples=5, **LIGHT)
@given(history=histories(), data=st.data())
def test_any_history_in_any_order(history: list[Any], data: st.DataObject) -> None:
    check_any_order(history, data)


@pytest.mark.long
@settings(max_examples=200, **LIGHT)
@given(history=histories(), data=st.data())
def test_many_histories_in_any_order(history: list[Any], data: st.DataObject) -> None:
    check_any_order(history, data)


def check_any_order(history: list[Any], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        spool = Path(folder) / "spool"
        arrived = [
            delivery(spool, rows, feed=feed, known=f"2022-10-{day:02}", complete=complete)
            for feed, day, complete, rows in history
        ]
        shuffled = data.draw(st.permutations(arrived))
        in_order = sorted(arrived, key=lambda pair: pair[0].order)
        assert_same(end_state(Path(folder) / "1", in_order), end_state(Path(folder) / "2", shuffled))


@settings(max_examples=3, **LIGHT)
@given(history=histories())
def test_as_of_a_moment_is_what_was_current_then(history: list[Any]) -> None:
    check_as_of(history)


@pytest.mark.long
@settings(max_examples=100, **LIGHT)
@given(history=histories())
def test_as_of_many_moments_is_what_was_current_then(history: list[Any]) -> None:
    check_as_of(history)


def check_as_of(history: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        spool = Path(folder) / "spool"
        arrived = sorted(
            (
                delivery(spool, rows, feed=feed, known=f"2022-10-{day:02}", complete=complete)
                for feed, day, complete, rows in history
            ),
            key=lambda pair: (pair[0].known_at, pair[0].feed),
        )
        full = lay_empty(Layout.at(Path(folder) / "full.duckdb"))
        with open_ledger(full) as ledger:
            bring(ledger, arrived)
        growing = lay_empty(Layout.at(Path(folder) / "growing.duckdb"))
        for place, (arrival, parsed) in enumerate(arrived):
            with open_ledger(growing) as ledger:
                ledger.take(arrival, parsed)
            if place + 1 < len(arrived) and arrived[place + 1][0].known_at == arrival.known_at:
                continue
            moment = arrival.known_at.isoformat()
            for table in ("events", "claims"):
                then = ask(full, f"SELECT * FROM {table}_as_of('{moment}') ORDER BY ALL")
                current = ask(growing, f"SELECT * FROM {table} ORDER BY ALL")
                assert then.equals(current), f"{table} as of {moment}:\n{then}\n{current}"


def test_the_same_rows_in_a_file_of_another_name_are_no_new_versions(tmp_path: Path) -> None:
    first = delivery(tmp_path, [claim("1"), claim("2", place="Omsk")], known="2022-09-25", path="one.csv")
    second = delivery(tmp_path, [claim("1"), claim("2", place="Gai")], known="2022-09-26", path="two.csv")
    state = end_state(tmp_path, [first, second])
    assert state["claims"].sort("place").select("place", "version").rows() == [("Gai", 2), ("Uryupinsk", 1)]


def test_an_id_is_made_of_feed_and_key_alone_by_a_public_standard(tmp_path: Path) -> None:
    first, *_ = three(tmp_path / "spool")
    claims = end_state(tmp_path / "x", [first])["claims"]
    for row_key, told in claims.select("row_key", "claim_id").iter_rows():
        digest = hashlib.md5(f"{first[0].feed}\x1f{row_key}".encode()).digest()
        assert told == f"C{int.from_bytes(digest[:8], 'little'):016x}"[: len(told)]
