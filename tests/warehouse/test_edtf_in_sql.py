"""The EDTF macro says what the dates room says, for every shape of date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
from ledger_fixture import ask, claim, delivery, lay_empty

from timeline import dates
from timeline.warehouse.layout import Layout
from timeline.warehouse.ledger import open_ledger

WRITTEN = (
    "2022-09-21",
    "2022-09",
    "2022-W38",
    "2022-Q3",
    "2022-H1",
    "2022",
    "2020s",
    "19th century",
    "summer 2022",
    "2022-24",
    "2022-09-21T10:00Z",
    "2022-09-21T10:00:07+03:00",
    "2022-09-23/2022-09-27",
    "2022-09/2022-10",
    "2022-09-21/..",
    "../2022-09-21",
    "[2022-09-21..2022-09-23]",
    "[..2022-09-23]",
    "2022-09~",
    "-0043",
    "Y170000002",
    "2021-12-01/2022-02-28",
    "1900/1999",
    "0850",
)


def test_sql_and_python_write_the_same_expression(tmp_path: Path) -> None:
    spans = [dates.parse_literal(text) for text in WRITTEN]
    assert [text for text, span in zip(WRITTEN, spans, strict=True) if isinstance(span, dates.Problem)] == []
    rows = []
    for place, span in enumerate(spans):
        told = {name: getattr(span, name) for name in span.__dataclass_fields__}
        rows.append(claim(str(place), place=f"Town {place}", **told))
    # Days that are no unit of the precision that a delivery tells.
    rows.append(claim("odd", starts=date(2022, 9, 21), ends=date(2022, 10, 5), precision="month"))
    layout = lay_empty(Layout.at(tmp_path / "timeline.duckdb"))
    with open_ledger(layout) as ledger:
        ledger.take(*delivery(tmp_path / "spool", rows))
    for view in ("claims", "events"):
        got = ask(layout, f"SELECT * FROM {view}").with_columns(expected=dates.edtf_expr())
        assert got.filter(pl.col("edtf").ne_missing(pl.col("expected"))).select("edtf", "expected").rows() == []
        assert got["edtf"].null_count() == 0
