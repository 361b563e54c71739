"""Whole passages: everything in them that is a time expression is found and resolved, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from timeline.dates.prose import find

MARKED = re.compile(r"\[([^\[\]|]+)\|(?:(TIME|DURATION|SET) )?([^\[\]|]+)\]")


def passages() -> Iterator[tuple[date, str]]:
    text = (Path(__file__).parent / "passages.txt").read_text(encoding="utf-8")
    for day, group in re.findall(r"^# (\S+)\n(.*?)(?=^# |\Z)", text, re.MULTILINE | re.DOTALL):
        for passage in group.split("\n---\n"):
            yield date.fromisoformat(day), passage.strip()


@pytest.mark.parametrize(("published", "passage"), list(passages()))
def test_everything_in_it_is_read(published: date, passage: str) -> None:
    wanted = [(words, kind or "DATE", value) for words, kind, value in MARKED.findall(passage)]
    found = find(MARKED.sub(r"\1", passage), published)
    assert [(each.text, each.type, each.value) for each in found] == wanted
