"""What each command says about the sample project."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from cli_samples import Ran, Run


def _rows(ran: Ran) -> list[dict[str, object]]:
    assert ran.code == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def _line(ran: Ran) -> str:
    assert ran.out == ""
    assert ran.err.startswith("timeline: ")
    assert ran.err.count("\n") == 1
    return ran.err


def test_events_as_jsonl(run: Run, project: Path) -> None:
    rows = _rows(run("events", "--kind", "office_attack", "--since", "2022-10-01", "--format", "jsonl", cwd=project))
    assert [row["starts"] for row in rows] == ["2022-10-03", "2022-10-06", "2022-10-08", "2022-10-14", "2022-10-16"]
    assert rows[2]["edtf"] == "[2022-10-08..2022-10-09]"


def test_events_in_a_table_have_short_ids_that_claims_take(run: Run, project: Path) -> None:
    told = run("events", "--kind", "office_attack.shooting", cwd=project)
    short = told.out.splitlines()[2].split()[0]
    assert len(short) == 7
    rows = _rows(run("claims", short, "--format", "jsonl", cwd=project))
    assert len(rows) == 3
    assert {row["event_id"] for row in rows} == {rows[0]["event_id"]}
    one = _rows(run("claims", str(rows[0]["claim_id"]), "--format", "jsonl", cwd=project))
    assert one == [row for row in rows if row["claim_id"] == one[0]["claim_id"]]


def test_ids_are_checked(run: Run, project: Path) -> None:
    assert "is no id" in _line(run("claims", "C", cwd=project))
    assert "no event or claim" in _line(run("claims", "E0000000000000000", cwd=project))
    assert "is no id" in _line(run("claims", "nope", cwd=project))
    assert "ambiguous: C" in _line(run("claims", "C1", cwd=project))


def test_filters(run: Run, project: Path) -> None:
    both = _rows(run("events", "--country", "Finland", "--format", "jsonl", cwd=project))
    assert both
    assert {row["country"] for row in both} == {"FI"}
    assert both == _rows(run("events", "--country", "fi", "--format", "jsonl", cwd=project))
    places = _rows(run("events", "--place", "verkhny lars", "--format", "jsonl", cwd=project))
    assert {row["place"] for row in places} == {"Verkhny Lars"}
    feeds = _rows(run("claims", "--feed", "queues", "--format", "jsonl", cwd=project))
    assert {row["feed"] for row in feeds} == {"queues"}
    denied = _rows(run("claims", "--status", "denied", "--format", "jsonl", cwd=project))
    assert {row["modality"] for row in denied} == {"denied"}


def test_a_view_gives_way_to_what_is_typed(run: Run, project: Path) -> None:
    view = _rows(run("events", "--view", "offices", "--format", "jsonl", cwd=project))
    assert {str(row["kind"]).split(".")[0] for row in view} == {"office_attack"}
    later = _rows(run("events", "--view", "offices", "--since", "2022-10-10", "--format", "jsonl", cwd=project))
    assert [row["starts"] for row in later] == ["2022-10-14", "2022-10-16"]


def test_variables_stand_below_flags(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMELINE_KIND", "annexation;referendum")
    monkeypatch.setenv("TIMELINE_FORMAT", "jsonl")
    kinds = {str(row["kind"]).split(".")[0] for row in _rows(run("events", cwd=project))}
    assert kinds == {"annexation", "referendum"}
    kinds = {str(row["kind"]).split(".")[0] for row in _rows(run("events", "--kind", "protest", cwd=project))}
    assert kinds == {"protest"}


def test_three_clocks(run: Run, project: Path) -> None:
    def finland(*clock: str) -> set[float]:
        args = ("claims", "--kind", "border_crossing", "--country", "FI", *clock, "--format", "jsonl")
        return {row["quantities"][0]["value"] for row in _rows(run(*args, cwd=project))}  # type: ignore[index]

    assert finland("--as-of", "2022-09-27") != finland()
    assert finland("--as-of", "2022-10-05") == finland()
    assert finland("--said-by", "2022-09-26") < finland() | finland("--as-of", "2022-09-27")
    told = _line(run("events", "--as-of", "2022-09-01", cwd=project))
    assert "first delivery" in told
    assert "--said-by" in told
    assert "one of them" in _line(run("events", "--as-of", "2022-10-01", "--said-by", "2022-10-01", cwd=project))


def test_counts_agree_with_events(run: Run, project: Path) -> None:
    given = ("--kind", "office_attack", "--since", "2022-09-21", "--until", "2022-09-30", "--format", "jsonl")
    daily = _rows(run("counts", *given, cwd=project))
    assert [row["certain"] for row in daily] == [2, 3, 4, 2, 5, 2, 0, 0, 0, 0]
    rolling = _rows(run("counts", "--days", "3", *given, cwd=project))
    assert [row["rolling_certain"] for row in rolling] == [2, 5, 9, 9, 11, 9, 7, 2, 0, 0]
    said = _rows(run("counts", "--said-by", "2022-09-22", *given, cwd=project))
    assert sum(int(str(row["certain"])) for row in said) < 5


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("events", "--kind", "nix"), "no kind named 'nix'; there are: annexation"),
        (("events", "--feed", "nix"), "no feed named 'nix'; there are: acts"),
        (("events", "--view", "nix"), "no view named 'nix'; there are: offices"),
        (("events", "--status", "nix"), "no status named 'nix'; there are: asserted"),
        (("events", "--columns", "nix"), "no column named 'nix'; there are: event_id"),
        (("events", "--since", "21/09"), "'21/09' is no date"),
        (("events", "--since", "2022-10-01", "--until", "2022-09-01"), "after until"),
        (("chart", "nix"), "no chart named 'nix'; there are: timeline, rolling, counts"),
        (("chart", "rolling", "--preset", "nix"), "no preset named 'nix'; there are: slide"),
        (("chart", "rolling", "--out", "x.gif"), "no format named 'gif'; there are: png"),
        (("mapping", "show", "nix"), "no mapping named 'nix'; there are: acled"),
        (("ingest", "timeline.toml", "--kind", "nix"), "no kind named 'nix'; there are: mobilization_order"),
        (("ingest", "--feed", "nix"), "no feed named 'nix'; there are: office-attacks"),
        (("nix",), "no command named 'nix'; there are: init"),
        (("events", "--nix"), "No such option '--nix'"),
        (("sql",), "give one query"),
        (("events", "--format", "nix"), "'nix' is not one of 'table'"),
    ],
)
def test_what_is_unknown_is_answered_with_what_is_known(
    run: Run, project: Path, args: tuple[str, ...], told: str
) -> None:
    ran = run(*args, cwd=project)
    assert ran.code == 2
    assert told in _line(ran)


def test_without_a_project(run: Run, tmp_path: Path, project: Path) -> None:
    assert "run `timeline init`" in _line(run("events", cwd=tmp_path))
    link = project / "data" / "warehouse" / "timeline.duckdb"
    assert run("events", "--warehouse", str(link), "--kind", "protest", cwd=tmp_path).code == 0
    missing = run("events", "--warehouse", "none.duckdb", cwd=tmp_path)
    assert missing.code == 1
    assert "nothing is published" in _line(missing)


def test_charts_are_written_with_what_they_were_drawn_from(run: Run, project: Path, tmp_path: Path) -> None:
    out = tmp_path / "attacks.svg"
    ran = run("chart", "rolling", "--kind", "office_attack", "--country", "RU", "--out", str(out), cwd=project)
    assert (ran.code, ran.out) == (0, "")
    text = out.read_text()
    assert "attacks on offices in Russia" in text
    assert "claims_digest" in text
    assert "Partial mobilization ordered" in text


def test_status(run: Run, project: Path) -> None:
    told = run("status", cwd=project).out.splitlines()
    assert told[0] == "Nothing failed."
    assert any("148 events from 200 claims" in line for line in told)
    state = json.loads(run("status", "--json", cwd=project).out)
    assert state["ok"] is True
    assert len(state["feeds"]) == 8


def test_a_new_project_from_nothing_to_a_chart(run: Run, tmp_path: Path) -> None:
    made = run("init", "new", "--zone", "Europe/Kyiv", cwd=tmp_path)
    assert made.code == 0
    assert "Next:" in made.err
    folder = tmp_path / "new"
    for name in ("timeline.toml", "data/raw", "data/warehouse", "mappings", "reports", ".gitignore"):
        assert (folder / name).exists()
    assert "a project is here already" in _line(run("init", cwd=folder))
    (folder / "data" / "raw" / "a.csv").write_text(
        "date,kind,place\n2022-09-21,protest,Omsk\n2022-13-45,protest,Omsk\n"
    )
    starter = run("mapping", "starter", "data/raw/a.csv", cwd=folder)
    (folder / "mappings" / "a.toml").write_text(starter.out)
    assert run("feed", "add", "a", "--files", "a*.csv", "--mapping", "mappings/a.toml", cwd=folder).code == 0
    assert [row["feed"] for row in _rows(run("feed", "list", "--format", "jsonl", cwd=folder))] == ["a"]
    dry = run("ingest", "--dry-run", cwd=folder)
    assert dry.code == 3
    assert "Omsk" in dry.out
    assert not (folder / "data" / "warehouse" / "timeline.duckdb").exists()
    taken = run("ingest", "--json", cwd=folder)
    assert taken.code == 3
    assert json.loads(taken.out)["rejects"] == 1
    assert "REJECTED: 1 row of feed a" in run("status", cwd=folder).out
    assert run("chart", "timeline", cwd=folder).code == 0
    assert (folder / "reports" / "timeline.png").stat().st_size > 1000


def test_without_a_project_nobody_tells_the_zone_of_a_clock_time(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("date,kind\n2022-09-21 01:05,protest\n2022-09-24T00:30:00+03:00,protest\n")
    there = ("--warehouse", "x.duckdb")
    ran = run("ingest", "a.csv", "--dry-run", *there, cwd=tmp_path)
    assert ran.code == 3
    assert "no time zone: say zone" in ran.out
    assert run("ingest", "a.csv", *there, cwd=tmp_path).code == 3
    # The day of the other is the one that its own clocks show.
    assert [row["starts"] for row in _rows(run("events", "--format", "jsonl", *there, cwd=tmp_path))] == ["2022-09-24"]
    assert run("ingest", "a.csv", "--zone", "Europe/Moscow", *there, cwd=tmp_path).code == 0
    days = [row["starts"] for row in _rows(run("events", "--format", "jsonl", *there, cwd=tmp_path))]
    assert days == ["2022-09-21", "2022-09-24"]
    assert "no time zone named 'Nix'" in _line(run("ingest", "a.csv", "--zone", "Nix", *there, cwd=tmp_path))


def test_words_that_are_no_kinds_come_with_the_way_to_map_them(run: Run, tmp_path: Path) -> None:
    (tmp_path / "my a.csv").write_text("date,type\n2022-09-21,march\n")
    ran = run("ingest", "my a.csv", "--dry-run", "--warehouse", "x.duckdb", cwd=tmp_path)
    assert "To map them: `timeline mapping starter 'my a.csv' > m.toml`" in ran.err
    starter = run("mapping", "starter", "my a.csv", cwd=tmp_path).out
    (tmp_path / "m.toml").write_text(starter.replace('"march" = "..."', '"march" = "protest"'))
    told = ("--mapping", "m.toml", "--warehouse", "x.duckdb")
    assert run("ingest", "my a.csv", *told, cwd=tmp_path).code == 0


def test_a_feed_that_can_not_be_leaves_the_settings_as_they_were(run: Run, tmp_path: Path) -> None:
    run("init", cwd=tmp_path)
    before = (tmp_path / "timeline.toml").read_text()
    ran = run("feed", "add", "a", "--files", "*", "--mapping", "nix.toml", cwd=tmp_path)
    assert ran.code == 1
    assert "no mapping 'nix.toml'" in _line(ran)
    assert (tmp_path / "timeline.toml").read_text() == before


def test_like_takes_settings_and_no_data(run: Run, tmp_path: Path, project: Path) -> None:
    assert run("init", "other", "--like", str(project), cwd=tmp_path).code == 0
    other = tmp_path / "other"
    assert (other / "timeline.toml").read_text() == (project / "timeline.toml").read_text()
    assert sorted(p.name for p in (other / "mappings").iterdir()) == sorted(
        p.name for p in (project / "mappings").iterdir()
    )
    assert not any((other / "data" / "raw").iterdir())


def test_a_failure_is_told_with_its_beginning(
    run: Run, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(project, tmp_path / "own", symlinks=True)
    (folder / "data" / "raw" / "queues" / "2022-10-01.tsv").write_bytes(b"\xff\xfe\x00broken")
    for day in ("01", "02"):
        monkeypatch.setenv("TIMELINE_NOW", f"2022-12-{day}T12:00:00+03:00")
        assert run("ingest", cwd=folder).code == 3
    first = run("status", cwd=folder).out.splitlines()[0]
    assert first.startswith("FAILED since 2022-12-01 12:00 Europe/Moscow, 2 runs in a row: ")
    assert "2022-10-01.tsv" in first


def test_files_without_a_project(run: Run, tmp_path: Path) -> None:
    (tmp_path / "some.csv").write_text("date,kind,place\n2022-09-21,protest,Omsk\n")
    ran = run("ingest", "some.csv", "--warehouse", "x.duckdb", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert "1 new" in ran.err
    rows = _rows(run("events", "--warehouse", "x.duckdb", "--format", "jsonl", cwd=tmp_path))
    assert [row["place"] for row in rows] == ["Omsk"]
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n")
    odd = run("ingest", "odd.csv", "--warehouse", "x.duckdb", cwd=tmp_path)
    assert odd.code == 1
    assert "[columns]" in odd.out
    assert "found no column with the date" in odd.err
    assert odd.err.count("\n") == 1


def test_units_are_ready(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "a project 100%"
    folder.mkdir()
    run("init", cwd=folder)
    told = run("schedule", "systemd", "--write", str(tmp_path), cwd=folder)
    assert told.code == 0
    service = (tmp_path / "timeline-a-project-100.service").read_text()
    for line in ("SuccessExitStatus=3 75", f"WorkingDirectory={str(folder).replace('%', '%%')}", "--wait 600"):
        assert line in service
    assert "Persistent=true" in (tmp_path / "timeline-a-project-100.timer").read_text()
    cron = run("schedule", "cron", "--every", "daily", cwd=folder).out.splitlines()
    command = cron[1].split(maxsplit=5)[5].replace("\\%", "%").replace(" ingest --wait 600", " --version")
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True)
    assert done.returncode == 0
    assert (folder / "data" / "warehouse" / "cron.log").read_text().startswith("timeline ")
    assert cron[2].startswith("@reboot ")


def test_the_care_of_the_ledger(run: Run, project: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(project, tmp_path / "own", symlinks=True)
    before = run("events", "--format", "csv", cwd=folder).out
    backup = run("ledger", "backup", cwd=folder).out.strip()
    assert Path(backup).is_file()
    for args in (("compact",), ("rebuild",), ("restore", backup)):
        done = run("ledger", *args, cwd=folder)
        assert done.code == 0, done.err
        assert run("events", "--format", "csv", cwd=folder).out == before
    missing = run("ledger", "restore", "nix.duckdb", cwd=folder)
    assert missing.code == 1
    assert "nix.duckdb" in _line(missing)


def test_kinds_and_mappings(run: Run, project: Path) -> None:
    kinds = _rows(run("kinds", "--format", "jsonl", cwd=project))
    assert {"office_attack", "border_crossing"} <= {str(row["kind"]) for row in kinds}
    told = run("mapping", "list", cwd=project).out
    assert "acled" in told
    assert "mappings/border.toml" in told
    assert run("mapping", "show", "acled", cwd=project).out.startswith("description")


def test_parquet_to_a_file(run: Run, project: Path, tmp_path: Path) -> None:
    with open(tmp_path / "events.parquet", "wb") as out:
        command = [sys.executable, "-m", "timeline", "events", "--format", "parquet"]
        subprocess.run(command, cwd=project, stdout=out, check=True)
    assert pl.read_parquet(tmp_path / "events.parquet").height == 148


def test_a_file_that_no_feed_takes_is_named_until_it_is_taken(run: Run, tmp_path: Path) -> None:
    (tmp_path / "timeline.toml").write_text('[[feed]]\nname = "news"\nfiles = "news/*.md"\n', encoding="utf-8")
    dropped = tmp_path / "data" / "raw" / "news"
    dropped.mkdir(parents=True)
    for name in ("one.md", "two.txt", "two.txt.json", ".hidden"):
        (dropped / name).write_text("{}" if name.endswith("json") else "Rebels shelled Bria on Monday.\n", "utf-8")
    first = run("ingest", cwd=tmp_path)
    assert first.code == 0
    assert "no feed takes 1 file in data/raw: news/two.txt; add" in first.err
    for ours in ("kept/ab/abcd", ".state/one.md", "decisions.jsonl", "briefings.jsonl"):
        (tmp_path / "data" / "raw" / ours).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / "raw" / ours).touch()
    assert "no feed takes 1 file in data/raw: news/two.txt; add" in run("ingest", cwd=tmp_path).err
    assert "no feed takes" not in run("ingest", "--feed", "news", cwd=tmp_path).err
    assert "no feed takes" not in run("ingest", str(dropped / "two.txt"), "--published", "2022-09-27", cwd=tmp_path).err
    assert "no feed takes" not in run("ingest", cwd=tmp_path).err
