"""The taxonomy holds together, can be told apart by everyone, and a project can add to it."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest

from timeline import kinds
from timeline.config.mapping import load_mapping, shipped
from timeline.errors import ConfigError, UsageError
from timeline.model import KINDS

EXPECTED = [
    *("mobilization_order", "referendum", "election", "annexation", "border_crossing", "border_queue"),
    *("border_restriction", "office_attack", "armed_attack", "protest", "detention", "casualties", "deployment"),
    *("sanction", "threat", "diplomacy", "evacuation", "legislation", "disaster", "kidnapping", "robbery", "statement"),
]

SHIPPED = kinds.load()
GROUPS = dict(SHIPPED.select("kind_group", "colour").unique(maintain_order=True).iter_rows())

# Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB.
DEFICIENCIES = {
    "none": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def contrast_on_white(colour: str) -> float:
    red, green, blue = linear(colour)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def lab(colour: str, matrix: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of a colour as a reader with this deficiency sees it."""
    rgb = [min(1.0, max(0.0, sum(m * c for m, c in zip(row, linear(colour), strict=True)))) for row in matrix]
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    xyz = [sum(m * c for m, c in zip(row, rgb, strict=True)) / w for row, w in zip(to_xyz, white, strict=True)]
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: str, other: str, deficiency: str) -> float:
    first, second = (lab(colour, DEFICIENCIES[deficiency]) for colour in (one, other))
    return sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5


def test_the_shipped_frame_has_the_declared_schema_and_every_kind() -> None:
    assert dict(SHIPPED.schema) == KINDS
    top = SHIPPED.filter(pl.col("parent").is_null())["kind"].to_list()
    assert sorted(top) == sorted(EXPECTED)
    assert SHIPPED["kind"].is_unique().all()
    assert SHIPPED.drop("parent").null_count().sum_horizontal().item() == 0


def test_sub_kinds_follow_their_kind_and_share_its_group() -> None:
    by_name = {row["kind"]: row for row in SHIPPED.iter_rows(named=True)}
    for row in SHIPPED.filter(pl.col("parent").is_not_null()).iter_rows(named=True):
        assert row["kind_group"] == by_name[row["parent"]]["kind_group"]
    names = kinds.names(SHIPPED)
    at = names.index("office_attack")
    assert names[at : at + 3] == ["office_attack", "office_attack.arson", "office_attack.shooting"]


def test_definitions_are_one_sentence_and_wording_is_ready_for_use() -> None:
    for row in SHIPPED.iter_rows(named=True):
        assert re.fullmatch(r"[A-Z][^\n.]*\.", row["definition"]), row["kind"]
        assert re.fullmatch(r"[A-Z][a-z-]+[^\n.]*", row["label"]), row["kind"]
        assert re.fullmatch(r"[a-z][^\n.]*", row["plural"]), row["kind"]
        assert all(code.split(":")[0] in {"acled", "plover", "ucdp"} for code in row["codes"]), row["kind"]


@pytest.mark.parametrize("group", GROUPS)
def test_marks_have_contrast_three_to_one_on_white(group: str) -> None:
    assert contrast_on_white(GROUPS[group]) >= 3


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_the_six_lanes_of_the_main_chart_differ_for_every_reader(deficiency: str) -> None:
    lanes = ["Mobilization", "Referendum and annexation", "Border", "Attacks on offices", "Armed attacks", "Protest"]
    close = {
        (one, other): round(distance(GROUPS[one], GROUPS[other], deficiency), 1)
        for one, other in combinations(lanes, 2)
        if distance(GROUPS[one], GROUPS[other], deficiency) < 15
    }
    assert not close


def test_expand_gives_a_kind_with_its_sub_kinds_and_no_namesakes(tmp_path: Path) -> None:
    own = write(tmp_path, '[office_attack_rumour]\ngroup="X"\nlabel="Rumour"\ndefinition="A rumour."\n')
    frame = kinds.load(own)
    assert kinds.expand("office_attack.arson", frame) == ["office_attack.arson"]
    assert kinds.expand("border_queue", frame) == ["border_queue"]
    assert "office_attack_rumour" not in kinds.expand("office_attack", frame)
    assert {"office_attack", "office_attack.shooting"} <= set(kinds.expand("office_attack", frame))


def test_an_unknown_kind_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"no kind named 'offise'; there are: .*office_attack\.arson"):
        kinds.expand("offise", SHIPPED)


def test_a_project_adds_kinds_and_overrides_single_keys(tmp_path: Path) -> None:
    own = write(
        tmp_path,
        """
        [office_attack]
        colour = "#AA0000"
        [office_attack.arson.petrol_bomb]
        label = "Petrol bomb"
        definition = "A bottle of petrol is thrown."
        [strike]
        group = "Labour"
        label = "Strike"
        definition = "Work is stopped."
        """,
    )
    frame = kinds.load(own)
    rows = {row["kind"]: row for row in frame.iter_rows(named=True)}
    assert rows["office_attack"]["label"] == "Attack on an office"
    assert rows["office_attack.arson.petrol_bomb"] == {
        "kind": "office_attack.arson.petrol_bomb",
        "kind_group": "Attacks on offices",
        "parent": "office_attack.arson",
        "label": "Petrol bomb",
        "plural": "petrol bomb",
        "definition": "A bottle of petrol is thrown.",
        "colour": "#aa0000",
        "codes": [],
    }
    assert contrast_on_white(rows["strike"]["colour"]) >= 3
    names = kinds.names(frame)
    assert names[-1] == "strike"
    assert names[names.index("office_attack.arson") + 1] == "office_attack.arson.petrol_bomb"
    assert len(frame) == len(SHIPPED) + 2


def test_a_project_without_kinds_of_its_own_has_the_shipped_ones(tmp_path: Path) -> None:
    assert kinds.load(tmp_path / "kinds.toml").equals(SHIPPED)
    assert kinds.load(None).equals(SHIPPED)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[strike]\nlabel='Strike'\ndefinition='Work stops.'", r"\[strike\]: group is missing"),
        ("[strike]\ngroup='Labour'\ndefinition='Work stops.'", r"\[strike\]: label is missing"),
        ("[protest]\ncolor='#123456'", r"\[protest\]: no key named 'color'; there are: group, label, .*colour"),
        ("[protest]\ncolour='red'", r"\[protest\] colour: must be like #0068b0, not 'red'"),
        ("[protest]\nlabel=''", r"\[protest\] label: must be a text"),
        ("[protest]\ncodes='x'", r"\[protest\] codes: must be a list of texts"),
        ("label='x'", "label: outside of any kind"),
        ("['Big Strike']\nlabel='x'", r"\[Big Strike\]: a kind is named in small letters"),
        ("[protest]\nlabel = \nx=1", "not TOML: .*line 2"),
    ],
)
def test_errors_are_one_line_with_file_and_key(tmp_path: Path, text: str, message: str) -> None:
    own = write(tmp_path, text)
    with pytest.raises(ConfigError, match=message) as error:
        kinds.load(own)
    assert str(error.value).startswith(str(own))
    assert "\n" not in str(error.value)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    own = tmp_path / "kinds.toml"
    own.write_bytes("[protest]\nlabel='Протест'".encode("windows-1251"))
    with pytest.raises(ConfigError, match="not UTF-8"):
        kinds.load(own)


def write(folder: Path, text: str) -> Path:
    path = folder / "kinds.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", shipped())
def test_shipped_mappings_use_kinds_of_the_taxonomy(name: str) -> None:
    kind = load_mapping(shipped()[name]).columns["kind"]
    used = {*(kind.map or {}).values(), *filter(None, (kind.value, kind.default))}
    assert used
    assert used <= set(kinds.names())
