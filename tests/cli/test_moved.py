"""`timeline changes` and `timeline verify` over the samples."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from cli_samples import Run

import timeline
from timeline import report

BETWEEN = ("--since", "2022-09-27", "--until", "2022-10-05")
REVISED = """\
Revised (2)
  Finland, eastern border, 24–25 Sep: arrivals of Russian citizens (whole eastern border) revised from 17,000 to \
16,886 (Finnish Border Guard, in Bukvy, known 5 Oct 2022; before: Finnish Border Guard, via NTB, in ABC Nyheter)
  Georgia, all checkpoints, 26 Sep: arrivals of Russian citizens revised from at most 10,000 to 10,400–10,500 \
(Georgian Interior Ministry, in Babel, known 5 Oct 2022; before: AFP, via BTA, in Novini.bg)
"""


def test_what_moved_between_two_moments(project: Path, run: Run) -> None:
    told = run("changes", *BETWEEN, "--kind", "border_crossing", cwd=project)
    assert told.code == 0
    assert told.out.startswith(REVISED)
    assert "changes since 2022-09-27 23:59 Europe/Moscow until 2022-10-05 23:59 Europe/Moscow" in told.err
    finland = run("changes", *BETWEEN, "--kind", "border_crossing", "--country", "Finland", cwd=project).out
    assert "Georgia, all" not in finland
    assert "Finland, eastern border" in finland


def test_the_days_of_what_happened(project: Path, run: Run) -> None:
    rows = json.loads(run("changes", *BETWEEN, "--from", "2022-10-01", "--json", cwd=project).out)
    assert {row["change"] for row in rows} == {"new"}
    assert all(row["ends"] >= "2022-10-01" for row in rows)


def test_lines_as_markdown_and_data(project: Path, run: Run) -> None:
    told = run("changes", *BETWEEN, "--format", "md", cwd=project).out
    assert told.startswith("## Revised (2)\n\n- Finland, eastern border, 24–25 Sep: ")
    table = run("changes", *BETWEEN, "--columns", "change,told", "--format", "csv", cwd=project).out
    assert table.splitlines()[0] == "change,told"
    assert len(table.splitlines()) > 60


def test_without_moments_since_before_what_came_last(project: Path, run: Run) -> None:
    told = run("changes", cwd=project)
    assert told.code == 0
    assert "changes since 2022-11-02 12:00 Europe/Moscow" in told.err
    assert told.out.startswith("New (2)\n")


def test_nothing_moved_and_moments_the_wrong_way_round(project: Path, run: Run) -> None:
    none = run("changes", "--since", "2022-12-01", cwd=project)
    assert (none.code, none.out) == (0, "")
    assert "nothing of this has changed" in none.err
    wrong = run("changes", "--since", "2022-10-05", "--until", "2022-09-27", cwd=project)
    assert wrong.code == 2
    assert len(wrong.err.splitlines()) == 1


def test_a_chart_still_stands_or_has_moved(project: Path, run: Run, tmp_path: Path) -> None:
    asked = ("chart", "rolling", "--kind", "referendum", "--out")
    assert run(*asked, str(tmp_path / "now.svg"), cwd=project).code == 0
    now = run("verify", str(tmp_path / "now.svg"), cwd=project)
    assert now.code == 0
    assert ": same; the ledger still gives this" in now.out
    assert run(*asked, str(tmp_path / "then.svg"), "--as-of", "2022-09-27T23:00", cwd=project).code == 0
    then = run("verify", str(tmp_path / "then.svg"), cwd=project)
    assert then.code == 4
    assert "moved; the ledger gives" in then.out
    assert "as of then it still gives the same" in then.out
    assert "99.23% for joining Russia claimed" in then.out
    told = json.loads(run("verify", str(tmp_path / "then.svg"), "--json", cwd=project).out)
    assert (told["same"], told["same_as_of_then"]) == (False, True)
    assert {row["kind"].split(".")[0] for row in told["changes"]} == {"referendum"}


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ('{"chart": "rolling"}', "does not say what was asked"),
        ('{"query": {"paths": ["/x"]}, "known_as_of": "2022-09-27T00:00:00+00:00", "claims_digest": "a"}', "'paths'"),
        ('{"query": {"kinds": [1]}, "known_as_of": "2022-09-27T00:00:00+00:00", "claims_digest": "a"}', "'kinds'"),
        ('{"query": {"since": "soon"}, "known_as_of": "2022-09-27T00:00:00+00:00", "claims_digest": "a"}', "'since'"),
        ('{"query": {}, "known_as_of": "0001-01-01T00:00:00+23:59", "claims_digest": "a"}', "does not say"),
    ],
)  # fmt: skip
def test_a_record_that_asks_strangely(project: Path, run: Run, tmp_path: Path, record: str, told: str) -> None:
    path = tmp_path / "odd.svg"
    path.write_text(f'<svg><metadata id="timeline-record">{record}</metadata></svg>')
    found = run("verify", str(path), cwd=project)
    assert found.code == 1
    assert told in found.err
    assert len(found.err.splitlines()) == 1


def test_a_record_may_name_what_no_ledger_has(project: Path, run: Run, tmp_path: Path) -> None:
    query = json.dumps({"kinds": ["'; DROP TABLE claims; --"], "places": ["x' OR 1=1"]})
    record = f'{{"query": {query}, "known_as_of": "2022-09-27T00:00:00+00:00", "claims_digest": "a", "claims": 3}}'
    (tmp_path / "odd.svg").write_text(f'<svg><metadata id="timeline-record">{record}</metadata></svg>')
    found = run("verify", str(tmp_path / "odd.svg"), cwd=project)
    assert found.code == 4
    assert "the ledger gives 0 claims now" in found.out


def test_a_file_without_record(project: Path, run: Run, tmp_path: Path) -> None:
    shutil.copyfile(project / "timeline.toml", tmp_path / "x.png")
    for path in (tmp_path / "x.png", tmp_path / "none.png", tmp_path):
        found = run("verify", str(path), cwd=project)
        assert found.code == 1
        assert len(found.err.splitlines()) == 1


def test_exactly_the_claims_that_a_delivery_touched_are_named(project: Path) -> None:
    with timeline.open(project / "data/warehouse/timeline.duckdb") as db:
        moments = [db.question(as_of=day).as_of for day in ("2022-09-29", "2022-10-05")]
        found = report.changed(db, *moments)
        now = db.claims(as_of="2022-10-05")
        touched = now.filter(pl.col("known_at") > moments[0])
        named = found.select(pl.col("claim_ids").explode())["claim_ids"]
        assert sorted(named) == sorted(touched["claim_id"])
        assert sorted(found.filter(pl.col("change") == "revised")["event_id"]) == sorted(
            touched.filter(pl.col("version") > 1)["event_id"]
        )
        for moment in moments:
            assert report.changed(db, moment, moment).is_empty()
            assert report.changed(db, moment, moment, kinds="border_crossing").is_empty()
        everything = report.changed(db, None)
        assert sorted(everything.select(pl.col("claim_ids").explode())["claim_ids"]) == sorted(db.claims()["claim_id"])
