"""What people query: comments everywhere, and rules that hold for every view and macro."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import polars as pl
from ledger_fixture import ask, bring, claim, configure, delivery

from timeline.warehouse.layout import Layout
from timeline.warehouse.ledger import open_ledger


def test_every_table_column_and_macro_carries_a_comment(layout: Layout) -> None:
    with open_ledger(layout) as ledger:
        configure(ledger)
    bare = """
        SELECT table_name, column_name FROM duckdb_columns()
        WHERE database_name = current_database() AND NOT internal AND comment IS NULL
        UNION ALL SELECT view_name, NULL FROM duckdb_views()
        WHERE database_name = current_database() AND NOT internal AND comment IS NULL
        UNION ALL SELECT table_name, NULL FROM duckdb_tables()
        WHERE database_name = current_database() AND comment IS NULL
        UNION ALL SELECT function_name, NULL FROM duckdb_functions()
        WHERE database_name = current_database() AND NOT internal AND comment IS NULL
    """
    assert ask(layout, bare).rows() == []


def test_no_macro_parameter_is_named_like_a_column_of_the_base_tables_or_views(layout: Layout) -> None:
    with open_ledger(layout) as ledger:
        configure(ledger)
    table_macros = """
        SELECT function_name, unnest(parameters) AS parameter FROM duckdb_functions()
        WHERE database_name = current_database() AND NOT internal AND function_type = 'table_macro'
    """
    parameters = ask(layout, table_macros)
    columns = ask(layout, "SELECT DISTINCT column_name FROM duckdb_columns() WHERE table_name IN ('events', 'claims')")
    clash = parameters.filter(pl.col("parameter").is_in(columns["column_name"].to_list()))
    assert clash.rows() == []


def test_no_view_or_macro_casts_an_instant_to_a_day() -> None:
    instants = "(at_start|at_end|known_at|published_at|ingested_at|first_known_at|known_to|moment)"
    for entry in (files("timeline.warehouse") / "sql").iterdir():
        if entry.name.endswith(".sql"):
            text = entry.read_text(encoding="utf-8")
            assert not re.search(rf"CAST\(\s*\w*\.?{instants}\s+AS\s+DATE", text), entry.name
            assert "::" not in text.replace("::text", ""), entry.name


def test_a_composed_title_names_the_country_where_there_is_no_place(layout: Layout, tmp_path: Path) -> None:
    where = ({"place": "Gai", "country": "RU"}, {"country": "CI"}, {"country": "XX"}, {"country": None})
    rows = [claim(str(number), **{"place": None, "title": None, **each}) for number, each in enumerate(where)]
    with open_ledger(layout) as ledger:
        configure(ledger)
        bring(ledger, [delivery(tmp_path, rows, known="2022-09-27")])
    titles = [title for view in ("claims", "events") for title in ask(layout, f"FROM {view}")["title"]]
    assert {title.partition(", ")[2] for title in titles} == {"Gai", "Côte d’Ivoire", "XX", ""}
