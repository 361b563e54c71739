"""Scores by rule family: how many expressions each rule finds, and how many of them the gold has, with span and value.

    python benchmarks/dates/families.py SET_FOLDER...

prints a Markdown table; a set folder holds a gold.jsonl with id, text, dct and timexes.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from timeline.dates.prose import Expression, find
from timeline.dates.prose.grammar import registered

HEAD = "| family | rule | found | in gold | same span | same value |\n|---|---|---:|---:|---:|---:|"


def counted(folder: Path) -> Counter[tuple[str, str]]:
    """How often each rule found something (`found`), and how it compares with the gold."""
    counts: Counter[tuple[str, str]] = Counter()
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        published = date.fromisoformat(document["dct"][:10]) if document["dct"] else None
        for expression in find(document["text"], published):
            for what in compared(expression, document["timexes"]):
                counts[expression.rule, what] += 1
    return counts


def compared(expression: Expression, gold: list[dict[str, Any]]) -> Iterator[str]:
    """What an expression gets right."""
    yield "found"
    touching = [each for each in gold if each["start"] < expression.end and expression.start < each["end"]]
    if touching:
        yield "in gold"
        if any((each["start"], each["end"]) == (expression.start, expression.end) for each in touching):
            yield "same span"
        if any(each["value"] == expression.value for each in touching):
            yield "same value"


def main(folders: list[str]) -> None:
    """Print the table over all folders."""
    counts: Counter[tuple[str, str]] = Counter()
    for folder in folders:
        counts += counted(Path(folder))
    families = {rule.name: rule.resolve.__module__.rpartition(".")[2] for rule in registered()}
    sys.stdout.write(HEAD + "\n")
    for name, family in sorted(families.items(), key=lambda item: (item[1], item[0])):
        if counts[name, "found"]:
            cells = (counts[name, what] for what in ("found", "in gold", "same span", "same value"))
            sys.stdout.write(f"| {family} | {name} | " + " | ".join(map(str, cells)) + " |\n")


if __name__ == "__main__":
    main(sys.argv[1:])
