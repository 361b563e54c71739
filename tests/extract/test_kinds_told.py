"""One way of telling it after another: the kind that a reader would give each sentence of news, or none."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from sample import claims, shown

TOLD: dict[str, list[str]] = tomllib.loads(
    (Path(__file__).parent / "golden" / "kinds.toml").read_text(encoding="utf-8")
)
NOTHING = TOLD.pop("nothing")
# How the words of a claim without a trigger were read.
_UNTOLD = frozenset(("topics", "wording"))


def told(text: str) -> set[str]:
    """The kinds, up to the first dot, of the claims that a trigger tells, however unlikely they are."""
    return {claim["kind"].partition(".")[0] for claim in claims(text) if claim["rule"] not in _UNTOLD}


def printed(text: str) -> set[str]:
    """The kinds of the claims that a reader is shown."""
    return {claim["kind"].partition(".")[0] for claim in shown(text)}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in TOLD.items() for text in texts])
def test_a_sentence_of_news_has_its_kind(kind: str, text: str) -> None:
    assert kind in told(text)


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_looks_like_a_happening_is_none(text: str) -> None:
    assert not printed(text)
