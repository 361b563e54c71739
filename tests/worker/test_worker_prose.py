"""Articles in limited children: the same by any number of them, and one that kills its child stops no other."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from timeline import model, worker
from timeline.worker import parent
from timeline.worker.children import Child
from timeline.worker.prose import as_claims, quote_hash
from timeline.worker.tasks import Task, claims_file, documents_file

TEXT = "---\ndate: 2022-09-27\n---\nA draft office in Omsk caught fire on Monday, officials said. It is number {}.\n"


def tasks(folder: Path, count: int) -> list[Task]:
    made = []
    for number in range(count):
        path = folder / f"{number}.md"
        path.write_text(TEXT.format(number))
        made.append(Task(f"t{number}", path, f"a/{number}.md", "a", {"format": "article"}, "UTC", prose={}))
    return made


def test_children_side_by_side_read_what_one_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    one, two = tmp_path / "one", tmp_path / "two"
    for spool in (one, two):
        spool.mkdir()
    wanted = tasks(tmp_path, 17)
    single = {outcome.id: outcome for outcome in worker.parse(wanted, one)}
    several = {outcome.id: outcome for outcome in worker.parse_several(wanted, two)}
    assert [replace(several[name], among=None, sharing=1) for name in single] == list(single.values())
    assert len(several) == 17
    assert all(outcome.documents == 1 and outcome.claims for outcome in several.values())
    for task in wanted:
        for file in (documents_file, claims_file):
            mine = pl.read_parquet(file(one, task.id))
            shared = pl.read_parquet(file(two, str(several[task.id].among)))
            assert mine.equals(shared.filter(task=task.id).drop("task"))
        assert dict(pl.read_parquet(documents_file(one, task.id)).schema) == model.DOCUMENTS


@pytest.mark.parametrize("kinds", ["", "[office_attack]\ntriggers = 5\n"])
def test_children_that_were_made_ready_read_the_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kinds: str
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    started: list[Child] = []
    monkeypatch.setattr(parent, "Child", lambda limits: started.append(Child(limits)) or started[-1])
    (tmp_path / "kinds.toml").write_text(kinds)
    told = {"kinds_file": str(tmp_path / "kinds.toml")}
    worker.dismiss()
    worker.ready_several(17, told)
    outcomes = list(worker.parse_several([replace(task, prose=told) for task in tasks(tmp_path, 17)], tmp_path))
    assert len(started) == 2
    assert not any(child.alive() for child in started)
    assert [bool(outcome.problem) for outcome in outcomes] == [bool(kinds)] * 17


def test_what_can_not_share_files_with_others_has_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of one key, several documents in one file, one that can't be read and one that is long."""
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    wanted = tasks(tmp_path, 12)
    head = "---\nurl: https://paper.example/news/1\n---\n"
    for number in (1, 2):
        (tmp_path / f"{number}.md").write_text(head + TEXT.format(number))
    (tmp_path / "4.md").write_bytes(b"")
    (tmp_path / "6.md").write_text(TEXT * 800)
    items = [{"id": str(number), "content_text": "Police detained 12 people in Omsk."} for number in range(3)]
    (tmp_path / "8.md").write_text(json.dumps({"version": "https://jsonfeed.org/version/1", "items": items}))
    (tmp_path / "9.md").write_text(json.dumps({"version": "https://jsonfeed.org/version/1", "items": []}))
    wanted = [replace(task, name=task.name.replace("8.md", "8.json").replace("9.md", "9.json")) for task in wanted]
    one, two = tmp_path / "one", tmp_path / "two"
    for spool in (one, two):
        spool.mkdir()
    single = list(worker.parse(wanted, one))
    several = list(worker.parse_several(wanted, two))
    assert [replace(outcome, among=None, sharing=1) for outcome in several] == single
    alone = [outcome.id for outcome in several if outcome.among is None]
    assert alone == ["t2", "t4", "t6", "t9"]
    assert [(outcome.documents, outcome.rejects) for outcome in several if outcome.id in ("t8", "t9")] == [
        (3, 0),
        (0, 1),
    ]
    assert {outcome.sharing for outcome in several if outcome.among == "t0"} == {4}


def test_a_delivery_that_kills_its_child_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    wanted = tasks(tmp_path, 16)
    limits = worker.Limits(written=20_000)
    (tmp_path / "3.md").write_text("---\ndate: 2022-09-27\n---\n" + TEXT * 2_000)
    told = {outcome.id: outcome.problem for outcome in worker.parse_several(wanted, tmp_path, limits=limits)}
    assert len(told) == 16
    assert [name for name, problem in told.items() if problem] == ["t3"]
    assert "\n" not in str(told["t3"])


def extracted(*rows: dict[str, Any]) -> pl.DataFrame:
    return model.conform(pl.DataFrame(list(rows)), model.EXTRACTED)


def test_a_claim_is_itself_while_the_text_around_it_changes() -> None:
    fire = {"document_key": "d", "kind": "office_attack", "quote": "A draft office burned."}
    other = {"document_key": "d", "kind": "protest", "quote": "A draft office burned."}
    keys = as_claims(extracted(fire, other, fire))["row_key"].to_list()
    assert len(set(keys)) == 3
    changed = {**fire, "quote": "A  draft\noffice BURNED."}
    assert as_claims(extracted(other, changed))["row_key"].to_list() == [keys[1], keys[0]]
    assert quote_hash("ﬁre") == quote_hash("fire")
    assert quote_hash(None) == quote_hash("")
