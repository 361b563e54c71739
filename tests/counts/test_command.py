"""`timeline counts` prints the numbers that the library gives."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner, Result
from ledger_fixture import claim, delivery, lay_empty
from polars.testing import assert_frame_equal

import timeline
from timeline.cli.counts import counts_command
from timeline.warehouse.layout import Layout
from timeline.warehouse.ledger import open_ledger

ATTACKS: dict[str, Any] = {"measure": "attacks", "basis": "since", "unit": "attacks"}


@pytest.fixture(scope="module")
def link(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of three attacks, one of them of an unknown day, and two tallies of one speaker."""
    folder = tmp_path_factory.mktemp("counts")
    tally = {"form": "tally", "place": "Russia", "starts": date(2022, 9, 20), "precision": "range", "speaker": "Meduza"}
    rows = [
        claim("1", place="Omsk", starts=date(2022, 9, 20), target="draft_office"),
        claim("2", place="Gai", starts=date(2022, 9, 22)),
        claim("3", place="Ufa", starts=date(2022, 9, 21), ends=date(2022, 9, 25), precision="range"),
        claim("4", **tally, ends=date(2022, 9, 24), quantities=[{**ATTACKS, "value": 4.0}]),
        claim("5", **tally, ends=date(2022, 9, 26), quantities=[{**ATTACKS, "value": 7.0}]),
    ]
    layout = lay_empty(Layout.at(folder / "timeline.duckdb"))
    with open_ledger(layout) as ledger:
        ledger.take(*delivery(folder / "spool", rows))
    return layout.ledger


def run(link: Path, *words: str) -> Result:
    return CliRunner().invoke(counts_command, [*words, "--warehouse", str(link)])


def csv(link: Path, *words: str) -> pl.DataFrame:
    done = run(link, *words, "--format", "csv")
    assert done.exit_code == 0, done.output
    return pl.read_csv(io.StringIO(done.stdout), try_parse_dates=True)


@pytest.mark.parametrize(
    ("words", "call"),
    [
        ((), lambda db: db.daily()),
        (("--expected", "--by", "target"), lambda db: db.daily(expected=True, by="target")),
        (("--days", "3"), lambda db: db.rolling(3)),
        (("--days", "3", "--mean", "--centred"), lambda db: db.rolling(3, mean=True, centred=True)),
        (("--cumulative", "--under-way"), lambda db: db.cumulative(under_way=True)),
        (("--per", "week", "--since", "2022-09-21"), lambda db: db.periods("week", since="2022-09-21")),
        (("--reported",), lambda db: db.figures()),
        (("--reported", "chosen", "--rule", "highest"), lambda db: db.chosen("highest")),
        (("--reported", "strip"), lambda db: db.strip()),
        (("--reported", "tallies"), lambda db: db.beside()),
    ],
)
def test_the_command_prints_what_the_library_gives(link: Path, words: tuple[str, ...], call: Any) -> None:
    with timeline.open(link) as db:
        expected: pl.DataFrame = call(db)
    found = csv(link, *words)
    assert expected.height > 0
    plain = [name for name, kind in expected.schema.items() if kind in (pl.Int64, pl.Float64, pl.Date, pl.Boolean)]
    plain = [name for name in plain if not expected[name].is_null().all()]
    assert_frame_equal(found.select(plain), expected.select(plain), check_dtypes=False)
    assert json.loads(run(link, *words, "--format", "json").stdout)[0].keys() == expected.row(0, named=True).keys()
    shown = run(link, *words)
    assert shown.exit_code == 0
    assert len(shown.stdout.splitlines()) == expected.height + 2


def test_a_table_says_what_was_counted(link: Path) -> None:
    assert "our list 2 to 3, Meduza's tally 4" in run(link, "--reported", "tallies").stdout
    flows = run(link, "--reported").stdout
    assert "derived" in flows
    assert "7 by 2022-09-26 less 4 by 2022-09-24" in flows
    assert "mean_certain" in run(link, "--days", "3", "--mean").stdout
    assert "rolling_certain" not in run(link, "--days", "3", "--mean").stdout


@pytest.mark.parametrize(
    "words",
    [("--mean",), ("--centred",), ("--days", "3", "--per", "week"), ("--cumulative", "--reported"), ("--by", "x")],
)
def test_counts_that_can_not_be_meant(link: Path, words: tuple[str, ...]) -> None:
    assert run(link, *words).exit_code == 2
