"""What the signs of `signs.py` weigh, fitted on the looked-at half of the development part, written to `weights.json`.

python benchmarks/incidents/weigh.py ../shared/data/incidents [--held-out]

The looked-at half are the documents whose name has an even first byte of SHA-1; --held-out prints the figures of those
of the other that nobody has read either, for claims to be learned from (`benchmarks/claims`).
A logistic regression with a ridge; what a claim is worth is how much of the incident that it is paired with it says.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import log
from pathlib import Path
from typing import Any, Final, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(1, str(Path(__file__).parents[1] / "claims"))

import adapt
from readings import read_of
from signs import Event

import logistic
from timeline import kinds, places

_RIDGE: Final = 10.0
_FOLDS: Final = 5
# F1 is best where what is likelier than half of it is taken, and it is about 0.6.
_LEAST: Final = 0.3
_RARE: Final = 5
_CORE: Final = "core_F(type+date+location)"


class Row(NamedTuple):
    """A claim that may be an incident: its document, the incident, its signs, and what it is worth from 0 to 1."""

    document: str
    event: Event
    signs: Mapping[str, float]
    worth: float


def is_looked_at(name: str) -> bool:
    """The half of the documents that rules and weights may be made from."""
    return hashlib.sha1(name.encode(), usedforsecurity=False).digest()[0] % 2 == 0


def unseen(names: Iterable[str]) -> set[str]:
    """Those of the other half of which nothing was learned."""
    return {name for name in names if not is_looked_at(name)} - read_of("incidents")


def rows_of(documents: Iterable[dict[str, Any]], keys: Mapping[str, Any], scorer: Any) -> list[Row]:
    """Every claim of the documents that may be an incident."""
    taxonomy, gazetteer = kinds.taxonomy(), places.load()
    rows = []
    for document in documents:
        day = date.fromisoformat(document["pub_date"]) if document["pub_date"] else None
        claims = adapt.claims_of(document["text"], day, taxonomy, gazetteer)
        _, events, marked = adapt.weighed(claims, document["text"], day, gazetteer)
        worth = _worth(events, keys[document["doc_id"]]["incidents"], scorer)
        rows += [Row(document["doc_id"], *each) for each in zip(events, marked, worth, strict=True)]
    return rows


def _worth(events: Sequence[Event], keys: Sequence[Any], scorer: Any) -> list[float]:
    """How much of its incident each says, where pairs are made one to one; nothing for the others."""
    table = [[_pair(event, key, scorer) for key in keys] for event in events]
    paired = dict(scorer.assign(table)) if keys else {}
    return [(table[at][paired[at]] or 0.0) / 3 if at in paired else 0.0 for at in range(len(events))]


def _pair(event: Event, key: Any, scorer: Any) -> float | None:
    kind = scorer.s_type(event["type"], key["types"])
    if not kind:
        return None
    return float(
        kind + (scorer.s_date(event["date"], key["dates"]) or 0) + (scorer.s_loc(event, key["locations"])[0] or 0)
    )


def fitted(rows: Sequence[Row]) -> dict[str, float]:
    """The weights; the empty name is that of the constant."""
    return logistic.fitted([(row.signs, row.worth) for row in rows], _RIDGE, _RARE)


def chance(weights: Mapping[str, float], row: Row) -> float:
    """What a claim with the signs is likely worth."""
    return logistic.chance(weights, [("", 1.0), *row.signs.items()])


def core(rows: Sequence[Row], chances: Sequence[float], keys: Sequence[Any], scorer: Any) -> float:
    """The F1 of type, date and place."""
    taken: dict[str, list[tuple[float, Event]]] = defaultdict(list)
    for row, likely in zip(rows, chances, strict=True):
        if likely > _LEAST:
            taken[row.document].append((likely, row.event))
    told = {name: adapt.alone([event for _, event in sorted(found, key=_surest)]) for name, found in taken.items()}
    return float(scorer.score(keys, told)[_CORE]["F"])


def _surest(pair: tuple[float, Event]) -> float:
    return -pair[0]


def crossed(rows: Sequence[Row]) -> list[float]:
    """The chance of each row by weights that were fitted without its fifth of the documents."""
    folds = [hashlib.sha1(row.document.encode(), usedforsecurity=False).digest()[1] % _FOLDS for row in rows]
    chances = [0.0] * len(rows)
    for fold in range(_FOLDS):
        weights = fitted([row for row, other in zip(rows, folds, strict=True) if other != fold])
        for at, row in enumerate(rows):
            if folds[at] == fold:
                chances[at] = chance(weights, row)
    return chances


def main() -> None:
    """Fit, write the weights, and print the F1 on the looked-at half by cross-validation."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--held-out", action="store_true")
    asked = parser.parse_args()
    scorer = _scorer(asked.folder / "score_incidents.py")
    keys = {key["doc_id"]: key for key in _lines(asked.folder / "gold_dev.jsonl")}
    rows = rows_of(_lines(asked.folder / "docs_dev.jsonl"), keys, scorer)
    looked = [row for row in rows if is_looked_at(row.document)]
    half = [key for name, key in keys.items() if is_looked_at(name)]
    weights = fitted(looked)
    print("looked-at half, cross-validated:", core(looked, crossed(looked), half, scorer))
    if asked.held_out:
        other = unseen(keys)
        held, asked_of = [row for row in rows if row.document in other], [keys[name] for name in sorted(other)]
        print(f"held out, {len(other)}:", core(held, [chance(weights, row) for row in held], asked_of, scorer))
    _write(weights)


def _write(weights: dict[str, float]) -> None:
    constant = weights.pop("")
    signs = {name: round(weight, 3) for name, weight in sorted(weights.items(), key=lambda item: item[1])}
    found = {"least": round(log(_LEAST / (1 - _LEAST)) - constant, 3), "signs": signs}
    Path(__file__).with_name("weights.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _scorer(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score_incidents", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()
