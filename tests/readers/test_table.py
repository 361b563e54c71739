"""Delimited text against a slow reference: the csv module over the whole file."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from timeline.config.mapping import Read
from timeline.readers import table
from timeline.readers.bytestream import open_bytes
from timeline.readers.raw import LINE

CELLS = st.text(alphabet='ab ,;"\n\r\t|é\x00\x01', max_size=6)
LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def taken(path: Path, read: Read | None = None) -> tuple[list[tuple[str, ...]], list[tuple[int, str]], list[str]]:
    """Rows with their line, rejects with theirs, and the columns."""
    rows: list[tuple[str, ...]] = []
    rejects: list[tuple[int, str]] = []
    columns: list[str] = []
    with open_bytes(path, path.name) as stream:
        for batch in table.read_table(stream, read or Read()):
            columns = [name for name in batch.frame.columns if name != LINE]
            rows += [(row[LINE], *(row[name] for name in columns)) for row in batch.frame.to_dicts()]
            rejects += batch.rejects.select("line", "reason").rows()
    return rows, rejects, columns


def reference(text: str, delimiter: str, quote: str = '"') -> list[tuple[int, list[str]]]:
    """Each row with the line on which it begins; blank lines are no rows."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quotechar=quote)
    found, line = [], 1
    for row in reader:
        if row:
            found.append((line, row))
        line = reader.line_num + 1
    return found


@settings(max_examples=300, deadline=None)
@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=12),
    end=LINE_ENDS,
    delimiter=st.sampled_from([",", ";", "\t"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    chunk=st.sampled_from([20, 64, 1 << 20]),
)
def test_well_written_rows_come_back(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[list[str]],
    end: str,
    delimiter: str,
    quoting: Literal[0, 1],
    chunk: int,
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerow(["x", "y", "z"])
    writer.writerows(rows)
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_bytes(out.getvalue().encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "CHUNK", chunk)
        found, rejects, columns = taken(path, Read(delimiter=delimiter))
    wanted = reference(out.getvalue(), delimiter)[1:]
    assert columns == ["x", "y", "z"]
    assert found == [(line, *row) for line, row in wanted if len(row) == 3]
    # A bare CR ends a line, and writers that end lines with LF do not quote it.
    assert [line for line, _ in rejects] == [line for line, row in wanted if len(row) != 3]


@settings(max_examples=300, deadline=None)
@given(
    body=st.text(alphabet='ab,"\n\r\x01', max_size=60),
    chunk=st.sampled_from([16, 40, 1 << 20]),
)
@example(body=',""a"', chunk=16)
@example(body=',"\r\n",', chunk=16)
def test_any_text_is_read_as_the_csv_module_reads_it(
    tmp_path_factory: pytest.TempPathFactory, body: str, chunk: int
) -> None:
    text = "x,y\n" + body
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_bytes(text.encode())
    wanted = reference(text + "\n\x00end", ",")
    if not wanted or wanted[-1][1] != ["\x00end"]:
        return  # a quote that is never closed has a test of its own
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "CHUNK", chunk)
        found, rejects, _ = taken(path, Read(delimiter=","))
    good = [(line, *row) for line, row in wanted[1:-1] if len(row) == 2]
    bad = [line for line, row in wanted[1:-1] if len(row) != 2]
    assert found == good
    assert sorted(line for line, _ in rejects) == bad
