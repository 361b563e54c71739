"""Every rule carries examples; each of them is a test."""

from __future__ import annotations

import re
from datetime import date

import pytest

from timeline.dates.prose import find
from timeline.dates.prose.grammar import Example, grammar, registered
from timeline.dates.prose.lexemes import NEVER, load

EXAMPLES = sorted(
    {(rule.name, example) for rule in registered() for example in rule.examples},
    key=lambda pair: (pair[0], pair[1].text),
)


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[f"{name}: {example.text}" for name, example in EXAMPLES])
def test_example(name: str, example: Example) -> None:
    start = example.text.index("[")
    text = example.text.replace("[", "").replace("]", "")
    wanted = example.text[start + 1 : example.text.index("]")]
    published = date.fromisoformat(example.published) if example.published else None
    found = find(text, published, language=example.language)
    at = [expression for expression in found if expression.start == start]
    assert at, f"nothing found at {start} of {text!r}; found {[expression.text for expression in found]}"
    assert (at[0].text, at[0].type, at[0].value) == (wanted, example.type, example.value)
    assert at[0].rule == name


def test_every_rule_has_an_example() -> None:
    assert [rule.name for rule in registered() if not rule.examples] == []


def test_every_class_in_a_pattern_is_in_the_lexicon() -> None:
    for language in ("en", "ru"):
        lexicon = load(language)
        for rule in registered():
            if rule.language == language or (rule.language is None and language == "en"):
                for name in re.findall(r"[A-Z]{1,}", rule.pattern):
                    assert lexicon.members(name) != NEVER, f"{rule.name}: no word in class {name}"


def test_patterns_are_bounded() -> None:
    for rule in registered():
        assert not re.search(r"[*+]", rule.pattern)
    assert grammar("en").fits("") == ()
