"""Triggers are data: what the notation says is what is found, and a mistake is named with file and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from timeline import kinds
from timeline.errors import ConfigError
from timeline.extract.matcher import hits
from timeline.extract.units import units
from timeline.kinds.forms import inflected

OWN = """
[words]
vessel = ["tanker", "cargo ship"]
[piracy]
group = "Crime"
label = "Piracy"
definition = "A ship is boarded."
"""


def found(tmp_path: Path, trigger: str, text: str, extra: str = "") -> list[str]:
    own = tmp_path / "kinds.toml"
    own.write_text(f"{OWN}triggers = [{trigger!r}]\n{extra}", encoding="utf-8")
    known = units(text)
    return [
        " ".join(known.words[hit.first : hit.stop])
        for hit in hits(known, kinds.taxonomy(own), lambda _: False)
        if hit.kind == "piracy"
    ]


@pytest.mark.parametrize(
    ("trigger", "text", "expected"),
    [
        ("board @vessel", "Pirates boarded cargo ships.", ["boarded cargo ships"]),
        ("board @vessel", "PIRATES BOARDED TWO TANKERS.", []),
        ("board .. @vessel", "PIRATES BOARDED TWO TANKERS.", ["boarded two tankers"]),
        ("board .. @vessel", "They boarded, then left the tanker.", []),
        ("board ... @vessel", "They boarded, then left the tanker.", ["boarded then left the tanker"]),
        ("=boarded the", "They board the tanker.", []),
        ("board [the|a] tanker", "They boarded a tanker, boarded tankers.", ["boarded a tanker", "boarded tankers"]),
        ("board !school", "A boarding school. They boarded it.", ["boarded"]),
        ("pira* <> @vessel", "The tanker was taken by piratical men.", ["tanker was taken by piratical"]),
        ("board <number>", "They boarded 12 ships and the rest.", ["boarded 12"]),
        ("board:v", "The board met. They board it.", ["board"]),
        ("board:n", "The board met. They board it.", ["board"]),
        ("call .. <quote>", 'They called it "a raid". They called it a raid.', ["called it a"]),
    ],
)
def test_the_notation_finds_what_it_says(tmp_path: Path, trigger: str, text: str, expected: list[str]) -> None:
    assert [hit.replace(" ,", "") for hit in found(tmp_path, trigger, text)] == expected


def test_unless_takes_back_what_it_overlaps(tmp_path: Path) -> None:
    assert found(tmp_path, "board", "He boarded the plane. He boarded.", 'unless = ["board .. plane"]') == ["boarded"]


def test_no_gap_leaps_the_end_of_a_sentence(tmp_path: Path) -> None:
    assert found(tmp_path, "board ... @vessel", "They boarded it. The tanker sank.") == []


@pytest.mark.parametrize(
    ("trigger", "message"),
    [
        ("board @ships", "no list named '@ships'; there are: .*@vessel"),
        ("... board", "begins"),
        ("board ..", "ends in a gap"),
        ("board $$", "neither a word nor a sign"),
        ("pi* board", "4 letters"),
        ("<number> ships", "begins"),
    ],
)
def test_a_mistake_is_named_with_file_kind_and_trigger(tmp_path: Path, trigger: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as error:
        found(tmp_path, trigger, "x")
    assert str(tmp_path / "kinds.toml") in str(error.value)
    assert "[piracy] triggers" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_project_adds_triggers_to_a_shipped_kind(tmp_path: Path) -> None:
    own = tmp_path / "kinds.toml"
    own.write_text('[protest]\ntriggers = ["bang .. pots"]\n', encoding="utf-8")
    mine, shipped = kinds.taxonomy(own), kinds.taxonomy()
    assert len(mine.patterns) == len(shipped.patterns) + 1
    assert any(each.kind == "protest" for each in mine.beginning("banged").patterns)


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("shoot", {"shoot", "shoots", "shot", "shooting"}),
        ("rally", {"rally", "rallies", "rallied", "rallying"}),
        ("stop", {"stop", "stops", "stopped", "stopping"}),
        ("mobilize", {"mobilized", "mobilised", "mobilizing", "mobilises"}),
        ("flee", {"flee", "flees", "fled", "fleeing"}),
        ("agree", {"agree", "agrees", "agreed", "agreeing"}),
    ],
)
def test_a_word_stands_for_its_forms(word: str, forms: set[str]) -> None:
    assert forms <= inflected(word)


def test_small_words_have_no_forms() -> None:
    assert inflected("on") == {"on"}
