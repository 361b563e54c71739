"""Deciding at the command line: signed, short ids, one line for what can't be."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from cli_samples import Run


@pytest.fixture(scope="module")
def decided(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the ingested samples, to be decided about."""
    folder = tmp_path_factory.mktemp("decided") / "project"
    shutil.copytree(project, folder, symlinks=True)
    return folder


def claims(run: Run, folder: Path, *options: str) -> list[dict[str, object]]:
    told = run("claims", *options, "--format", "jsonl", cwd=folder)
    return [json.loads(line) for line in told.out.splitlines()]


def test_a_figure_from_the_phone_is_added_corrected_and_taken_back(run: Run, decided: Path) -> None:
    figure = ("--kind", "border_crossing", "--date", "2022-09-25", "--place", "Finland")
    signed = ("--by", "Ada", "--because", "call, 10:40")
    made = run("add", *figure, "--value", "8314", "--basis", "flow", "--speaker", "Border Guard", *signed, cwd=decided)
    assert (made.code, made.err) == (0, "")
    (claim,) = claims(run, decided, "--feed", "decisions")
    assert (claim["starts"], claim["speaker"], claim["country"]) == ("2022-09-25", "Border Guard", "FI")
    assert claim["title"] == "Border crossings, Finland: 8,314"
    short = str(claim["claim_id"])[:8]
    assert run("correct", short, "--value", "8572", *signed, cwd=decided).code == 0
    (claim,) = claims(run, decided, short)
    assert (claim["quantities"][0]["value"], claim["quantities"][0]["basis"]) == (8572.0, "flow")  # type: ignore[index]
    assert run("undo", made.out.split()[0][:7], *signed, cwd=decided).code == 0
    assert claims(run, decided, "--feed", "decisions") == []
    log = run("log", "--format", "jsonl", cwd=decided)
    rows = [json.loads(line) for line in log.out.splitlines()]
    assert [(row["what"], row["who"], row["undone_by"] is None) for row in rows] == [
        ("add", "Ada", False),
        ("correct", "Ada", True),
        ("undo", "Ada", True),
    ]


def test_what_marks_an_event_needs_no_reason_and_the_log_says_there_is_none(run: Run, decided: Path) -> None:
    (first, *_) = claims(run, decided, "--kind", "referendum")
    for words in (("label", "Vote"), ("note", "seen on film"), ("pin",), ("hide",)):
        told = run(words[0], str(first["event_id"]), *words[1:], "--by", "Ada", cwd=decided)
        assert (told.code, told.err) == (0, "")
        assert run("undo", told.out.split()[0], "--by", "Ada", cwd=decided).code == 0
    last = json.loads(run("log", "--format", "jsonl", cwd=decided).out.splitlines()[-1])
    assert (last["what"], last["because"]) == ("undo", "no reason given")
    refused = run("correct", str(first["claim_id"]), "--value", "1", "--by", "Ada", cwd=decided)
    assert refused.code == 2
    assert "--because" in refused.err


def test_without_a_name_the_system_s_user_signs_and_it_is_said(run: Run, decided: Path) -> None:
    (first, *_) = claims(run, decided, "--kind", "protest")
    refused = run("note", "Cffffffffffffff", "seen", cwd=decided)
    assert "signed" not in refused.err
    told = run("note", str(first["claim_id"]), "seen", "--because", "desk", cwd=decided)
    assert told.code == 0
    assert "signed by the system's user" in told.err
    assert json.loads(run("log", "--format", "jsonl", cwd=decided).out.splitlines()[-1])["who"] in told.err


def test_flags_go_before_variables_before_the_project(run: Run, decided: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = decided / "timeline.toml"
    settings.write_text(settings.read_text("utf-8").replace("[project]\n", '[project]\nby = "Grace"\n', 1), "utf-8")
    (first, *_) = claims(run, decided, "--kind", "protest")
    note = ("note", str(first["claim_id"]), "--because", "desk")
    assert run(*note, "one", cwd=decided).err == ""
    monkeypatch.setenv("TIMELINE_BY", "Ada")
    assert run(*note, "two", cwd=decided).err == ""
    assert run(*note, "three", "--by", "Edsger", cwd=decided).err == ""
    log = run("log", "--format", "jsonl", cwd=decided).out.splitlines()
    assert [json.loads(line)["who"] for line in log[-3:]] == ["Grace", "Ada", "Edsger"]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("hide", "C0"), "ambiguous"),
        (("hide", "Cffffffffffffff"), "no claim begins with"),
        (("correct", "C12", "--kind", "potest"), "no kind named 'potest'"),
        (("add", "--kind", "protest", "--date", "someday"), "--date 'someday'"),
        (("add", "--kind", "protest"), "needs a date"),
        (("merge", "E12"), ""),
        (("undo", "Jffff"), "no decision begins with"),
    ],
)
def test_what_can_t_be_decided_is_told_in_one_line(run: Run, decided: Path, words: tuple[str, ...], line: str) -> None:
    before = (
        (decided / "data/raw/decisions.jsonl").read_bytes() if (decided / "data/raw/decisions.jsonl").exists() else b""
    )
    told = run(*words, "--by", "Ada", "--because", "x", cwd=decided)
    assert told.code == 2
    assert line in told.err
    assert "signed" not in told.err
    assert told.err.count("\n") == 1
    assert (decided / "data/raw/decisions.jsonl").read_bytes() == before


def test_the_review_is_a_queue_for_scripts_too(run: Run, decided: Path) -> None:
    told = run("review", "--json", cwd=decided)
    queue = json.loads(told.out)
    assert [row["harm"] for row in queue] == sorted((row["harm"] for row in queue), reverse=True)
    assert all(row["why"] and row["ids"] and row["command"] for row in queue)
