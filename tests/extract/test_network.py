"""The network that knows sentences, beside a slow and plain one, and what it may never do."""

from __future__ import annotations

import random
from typing import Any

import numpy
import pytest

from timeline.extract import network as room
from timeline.extract.network import GAP, LONGEST, UNSEEN, Network, network, of_arrays
from timeline.extract.spoken import learned
from timeline.extract.stems import stems

SIZE, KINDS, LAYERS = 4, 3, 2
WORDS = ["shelling", "talks", "border", "12", "never"]
CLOSE = 1e-4


def made(seed: int = 1) -> Network:
    """A network of random weights."""
    some = numpy.random.default_rng(seed)
    told: dict[str, Any] = {
        "kinds": numpy.frombuffer(b"a\nb\nc", numpy.uint8),
        "stems": numpy.frombuffer(b"shell\ntalk\nborder\n#", numpy.uint8),
        "vectors": some.integers(-127, 127, (UNSEEN + 1 + 4, SIZE), dtype=numpy.int8),
        "step": some.random(SIZE) / 100,
        "out": some.normal(size=(2 * SIZE, KINDS)),
        "idle": some.normal(size=KINDS),
    }
    told["vectors"][GAP] = 0
    for at in range(LAYERS):
        told[f"weights{at}"] = some.normal(size=(SIZE, 3 * SIZE))
        told[f"idle{at}"] = some.normal(size=SIZE)
    return of_arrays(told)


def plainly(known: Network, words: list[str]) -> list[float]:
    """The same, word by word."""
    nothing = [0.0] * SIZE
    rows = [known.rows.get(each, UNSEEN) for each in stems(words)][:LONGEST] or [UNSEEN]
    found = [[float(known.vectors[row][at] * known.step[at]) for at in range(SIZE)] for row in rows]
    for layer in known.layers:
        wide = [nothing, *found, nothing]
        adds = [
            [
                max(
                    0.0,
                    layer.idle[to]
                    + sum(
                        wide[at + side][of] * layer.weights[of][side * SIZE + to]
                        for side in range(3)
                        for of in range(SIZE)
                    ),
                )
                for to in range(SIZE)
            ]
            for at in range(len(found))
        ]
        found = [[a + b for a, b in zip(one, more, strict=True)] for one, more in zip(found, adds, strict=True)]
    columns = list(zip(*found, strict=True))
    pooled = [*map(max, columns), *(sum(column) / len(column) for column in columns)]
    return [
        float(known.idle[kind] + sum(much * known.out[at][kind] for at, much in enumerate(pooled)))
        for kind in range(KINDS)
    ]


def sentences(count: int, longest: int = 12) -> list[list[str]]:
    """Sentences of random words, some of none."""
    some = random.Random(2)
    return [some.choices(WORDS, k=some.randint(0, longest)) for _ in range(count)]


def test_it_says_what_a_plain_one_says() -> None:
    known, asked = made(), sentences(40)
    assert known.log_odds(asked) == pytest.approx(numpy.array([plainly(known, each) for each in asked]), abs=CLOSE)


def test_a_sentence_says_the_same_in_any_company(monkeypatch: pytest.MonkeyPatch) -> None:
    known, asked = made(), sentences(60)
    together = known.log_odds(asked)
    monkeypatch.setattr(room, "_TOGETHER", 20)
    assert known.log_odds(asked) == pytest.approx(together, abs=CLOSE)
    assert [known.log_odds([each])[0] for each in asked] == [pytest.approx(row, abs=CLOSE) for row in together]


def test_words_beyond_the_longest_sentence_say_nothing() -> None:
    known = made()
    (whole, cut) = known.log_odds([["shelling"] * LONGEST + ["talks"] * 1000, ["shelling"] * LONGEST])
    assert whole == pytest.approx(cut, abs=CLOSE)


def test_no_sentence_has_no_odds() -> None:
    assert made().log_odds([]).shape == (0, KINDS)


def test_the_order_of_words_tells() -> None:
    one, other = made().log_odds([["talks", "border", "shelling"], ["shelling", "border", "talks"]])
    assert abs(one - other).max() > 10 * CLOSE


def test_what_comes_with_the_program_knows_the_kinds_of_its_words() -> None:
    assert learned().wording.kinds == network().kinds


def test_it_tells_kinds_apart_that_come_with_the_program() -> None:
    asked = {
        "armed_attack": "rebels fired mortars at the barracks and two shells fell on the market",
        "diplomacy": "the two foreign ministers sat down in Geneva to hammer out an accord",
        "detention": "officers led the banker away in handcuffs and put him behind bars",
    }
    found = network().log_odds([text.lower().split() for text in asked.values()])
    assert [network().kinds[row.argmax()] for row in found] == list(asked)
