"""Articles in limited children: the same by any number of them, and one that kills its child stops no other."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from timeline import model, worker
from timeline.worker.prose import as_claims, quote_hash
from timeline.worker.tasks import Task, documents_file

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
    assert single == several
    assert len(several) == 17
    assert all(outcome.documents == 1 and outcome.claims for outcome in several.values())
    for task in wanted:
        frames = [pl.read_parquet(documents_file(spool, task.id)) for spool in (one, two)]
        assert frames[0].equals(frames[1])
        assert dict(frames[0].schema) == model.DOCUMENTS


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
