"""The limited child: hostile bytes cost one line, never the parent and never the other deliveries."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from timeline import model, worker
from timeline.errors import InputError

MAPPING: dict[str, Any] = {"columns": {"kind": {"value": "protest"}, "note": "note"}, "date": {"start": "date"}}
GOOD = b"date,note\n2022-09-21,ok\n2022-13-01,no\n"
SMALL = worker.Limits(memory=600 << 20, cpu=60, wall=60, unpacked=64 << 20)


def task(folder: Path, name: str, data: bytes, **more: Any) -> worker.Task:
    path = folder / f"raw-{name}"
    path.write_bytes(data)
    return worker.Task(**{"id": name, "path": path, "name": name, "mapping": MAPPING, "zone": "UTC", **more})


def outcomes(tasks: list[worker.Task], spool: Path, limits: worker.Limits = SMALL) -> dict[str, worker.Outcome]:
    spool.mkdir(exist_ok=True)
    return {outcome.id: outcome for outcome in worker.parse(tasks, spool, limits=limits)}


def monster() -> bytes:
    """A small workbook whose one cell stands in the last corner: as a dense grid it would need terabytes."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "date"
    sheet.cell(1_048_576, 16_384, "x")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_delivery_becomes_three_files(tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    mapping = {**MAPPING, "key": ["note"], "deletions": {"where": {"column": "note", "values": ["gone"]}}}
    mapping["known"] = {"column": "date"}
    data = GOOD + b"2022-09-22,gone\n"
    found = outcomes([task(tmp_path, "a.csv", data, mapping=mapping)], spool)["a.csv"]
    assert (found.rows, found.claims, found.rejects, found.deletions, found.problem) == (3, 1, 1, 1, None)
    assert found.known_at == dt.datetime(2022, 9, 22, 23, 59, 59, 999999, tzinfo=dt.UTC)
    claims = pl.read_parquet(worker.claims_file(spool, "a.csv"))
    rejects = pl.read_parquet(worker.rejects_file(spool, "a.csv"))
    deletions = pl.read_parquet(worker.deletions_file(spool, "a.csv"))
    assert dict(claims.schema) == model.CLAIMS
    assert dict(rejects.schema) == model.REJECTS
    assert dict(deletions.schema) == model.DELETIONS
    assert claims["note"].to_list() == ["ok"]
    assert rejects.select("line", "col").rows() == [(3, "date")]
    assert deletions["row_key"].to_list() == ["gone"]


def test_files_without_rows_have_their_schemas(tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    assert outcomes([task(tmp_path, "a.csv", b"date,note\n")], spool)["a.csv"].problem is None
    assert dict(pl.read_parquet(worker.claims_file(spool, "a.csv")).schema) == model.CLAIMS


def test_hostile_files_cost_one_line_each_and_nothing_else(tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    os.mkfifo(tmp_path / "fifo")
    tasks = [
        task(tmp_path, "first.csv", GOOD),
        task(tmp_path, "monster.xlsx", monster()),
        task(tmp_path, "bomb.csv.gz", gzip.compress(b"date,note\n" + b"2022-09-21,x\n" * 6_000_000, 1)),
        task(tmp_path, "deep.json", b"[" * 100_000),
        task(tmp_path, "half.jsonl", b'{"date": "2022-09-21", "note": "\\ud800"}\n'),
        task(tmp_path, "magic.parquet", b"PAR1" + os.urandom(99) + b"PAR1"),
        task(tmp_path, "junk.csv", os.urandom(999)),
        worker.Task("fifo", tmp_path / "fifo", "fifo.csv", mapping=MAPPING),
        worker.Task("none", tmp_path / "none.csv", "none.csv", mapping=MAPPING),
        task(tmp_path, "wrong.csv", GOOD, mapping={"columns": {}, "date": {}}),
        task(tmp_path, "last.csv", GOOD),
    ]
    found = outcomes(tasks, spool)
    assert set(found) == {task.id for task in tasks}
    taken = {name for name, outcome in found.items() if outcome.problem is None}
    assert taken == {"first.csv", "last.csv", "half.jsonl"}
    assert found["half.jsonl"].rejects == 1
    for name, outcome in found.items():
        if outcome.problem is not None:
            assert outcome.problem.isprintable()
            assert re.match(r"\S+: .+", outcome.problem)
            assert not list(spool.glob(f"{name}.*")), "no litter in the spool"


def test_memory_is_limited_and_said(tmp_path: Path) -> None:
    data = b"[" + b'{"date": "2022-09-21", "note": "x"},' * 3_000_000 + b'{"date": "2022-09-21"}]'
    found = outcomes([task(tmp_path, "big.json", data), task(tmp_path, "a.csv", GOOD)], tmp_path / "spool")
    assert "more memory than the limit of 600 MiB" in (found["big.json"].problem or "")
    assert found["a.csv"].claims == 1


def test_time_is_limited_and_said(tmp_path: Path) -> None:
    data = b"[" + b'{"date": "2022-09-21", "note": "x"},' * 300_000 + b"{}]"
    limits = worker.Limits(cpu=1)
    found = outcomes([task(tmp_path, "slow.json", data * 1), task(tmp_path, "a.csv", GOOD)], tmp_path / "spool", limits)
    problem = found["slow.json"].problem
    assert problem is None or "takes more than 1 s of processor time" in problem
    assert found["a.csv"].claims == 1


def test_a_child_that_hangs_is_ended(tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    limits = worker.Limits(wall=0)
    found = outcomes([task(tmp_path, "a.csv", GOOD)], spool, limits)["a.csv"]
    assert "not read after 0 s" in (found.problem or "")


def test_without_mapping_columns_are_recognised_in_the_child(tmp_path: Path) -> None:
    data = b"date,kind,place\n2022-09-21,protest,Ufa\n"
    tasks = [
        task(tmp_path, "a.csv", data, mapping=None),
        task(tmp_path, "b.csv", data, mapping={"key": ["place"]}),
        task(tmp_path, "c.csv", b"x,y\n1,2\n", mapping=None),
    ]
    found = outcomes(tasks, tmp_path / "spool")
    assert found["a.csv"].claims == 1
    assert pl.read_parquet(worker.claims_file(tmp_path / "spool", "b.csv"))["row_key"].to_list() == ["Ufa"]
    assert "found no column with the date" in (found["c.csv"].problem or "")


def test_a_look_tells_columns_and_a_mapping_to_start_from(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("date,place\n2022-09-21,Ufa\n")
    sight = worker.look(path, "a.csv")
    assert sight.columns == ("date", "place")
    assert sight.sample.rows() == [("2022-09-21", "Ufa")]
    assert sight.missing == ("kind",)
    assert sight.message is not None
    assert 'place = "place"' in sight.starter
    assert worker.look(path, "a.csv", {"columns": {"kind": {"value": "protest"}}}).missing == ()


def test_a_preview_shows_ten_claims_and_what_was_not_known(tmp_path: Path) -> None:
    rows = b"".join(b"2022-09-21,protest\n2022-09-21,dance\n2022-09-21,dance\n" for _ in range(20))
    mapping = {"columns": {"kind": "kind"}, "date": {"start": "date"}}
    preview = worker.preview(task(tmp_path, "a.csv", b"date,kind\n" + rows, mapping=mapping, kinds=("protest",)))
    assert preview.counts == {"rows": 60, "claims": 20, "rejects": 40, "deletions": 0}
    assert (preview.claims.height, preview.rejects.height) == (10, 10)
    assert dict(preview.claims.schema) == model.CLAIMS
    assert preview.unknown.rows() == [("kind", "dance", 40)]


def test_what_can_not_be_looked_at_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^none.csv: no such file$"):
        worker.look(tmp_path / "none.csv", "none.csv")
    with pytest.raises(InputError, match=r"^monster.xlsx: "):
        worker.preview(task(tmp_path, "monster.xlsx", monster()), limits=SMALL)


def test_the_child_loads_little() -> None:
    code = (
        "import sys, timeline.worker.work, timeline.worker.child, timeline.readers.table, timeline.dates.columns\n"
        "print([name for name in ('duckdb', 'pyarrow', 'altair', 'fastexcel') if name in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_large_deliveries_keep_memory_flat(tmp_path: Path) -> None:
    row = b"2022-09-21," + b"note " * 40 + b"\n"
    found = outcomes(
        [task(tmp_path, "a.csv", b"date,note\n" + row * 1_000_000)], tmp_path / "spool", worker.Limits(memory=1 << 30)
    )
    assert found["a.csv"].claims == 1_000_000


def test_a_full_disk_is_no_fault_of_the_delivery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from timeline.worker import work

    def no_room(*args: object) -> None:
        raise pl.exceptions.ComputeError("underlying IO error: No space left on device (os error 28)")

    monkeypatch.setattr(work, "write_claims", no_room)
    assert work.parse(task(tmp_path, "a.csv", GOOD), tmp_path, SMALL) == {"full": str(tmp_path)}


def test_claims_beyond_the_limit_of_a_file_are_said(tmp_path: Path) -> None:
    data = b"date,note\n" + b"".join(b"2022-09-21,some words %d\n" % number for number in range(100_000))
    found = outcomes([task(tmp_path, "a.csv", data)], tmp_path / "spool", worker.Limits(written=1 << 20))
    assert found["a.csv"].problem == "a.csv: its claims take more than 1 MiB; deliver it in parts"
