"""[[brief]] in timeline.toml: what is understood, and which line a mistake gets."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from timeline.config.briefs import Brief
from timeline.config.project import load_project
from timeline.errors import ConfigError, UsageError


def _read(folder: Path, text: str) -> tuple[Brief, ...]:
    (folder / "timeline.toml").write_text(f'[project]\nname = "x"\n{text}', encoding="utf-8")
    return load_project(folder, {}).briefs


def test_a_whole_briefing(tmp_path: Path) -> None:
    brief = _read(
        tmp_path,
        """
        [[brief]]
        name = "morning"
        title = "Mobilization"
        since = 2022-09-21
        until = "yesterday"
        kind = "office_attack"
        country = ["RU", "GE"]
        formats = ["pdf", "docx"]
        charts = ["timeline", { chart = "rolling", kind = ["protest"], days = 14, preset = "slide" }]
        template = ["house.docx"]
        rule = "lowest"
        """,
    )[0]
    assert brief.filters == {
        "kinds": ["office_attack"], "countries": ["RU", "GE"], "since": date(2022, 9, 21), "until": "yesterday"
    }  # fmt: skip
    assert brief.formats == ("pdf", "docx")
    assert brief.charts is not None
    assert [one.chart for one in brief.charts] == ["timeline", "rolling"]
    assert brief.charts[1].drawn == {"preset": "slide", "days": 14}
    assert brief.charts[1].filters == {"kinds": ["protest"]}
    assert (brief.rule, brief.template) == ("lowest", ("house.docx",))


def test_no_briefing_is_none(tmp_path: Path) -> None:
    assert _read(tmp_path, "") == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[brief]\nname = 'x'", "two brackets"),
        ("[[brief]]\ntitle = 'x'", "has no name"),
        ("[[brief]]\nname = '../x'", "name of the file|that of the file"),
        ("[[brief]]\nname = 'x'\n[[brief]]\nname = 'x'", "two briefings"),
        ("[[brief]]\nname = 'x'\nformat = ['pdf']", "no setting named 'format'; there are: .*formats"),
        ("[[brief]]\nname = 'x'\nformats = ['odt']", "formats knows no 'odt'; there are: html, pdf"),
        ("[[brief]]\nname = 'x'\ncharts = ['pie']", "chart knows no 'pie'; there are: timeline"),
        ("[[brief]]\nname = 'x'\ncharts = 'pie'", "charts must be a list"),
        ("[[brief]]\nname = 'x'\ncharts = [3]", "a chart is a name or a table"),
        ("[[brief]]\nname = 'x'\ndays = 0", "days must be a whole number from 1 to 3660"),
        ("[[brief]]\nname = 'x'\nevents = true", "events must be a whole number"),
        ("[[brief]]\nname = 'x'\nsince = 2022", "since must be a day"),
        ("[[brief]]\nname = 'x'\nrule = 'best'", "rule knows no 'best'; there are: latest"),
    ],
)
def test_a_mistake_is_one_line_with_the_file(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=told) as error:
        _read(tmp_path, text)
    assert str(tmp_path / "timeline.toml") in str(error.value)
    assert "\n" not in str(error.value)


def test_an_unknown_briefing_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    _read(tmp_path, "[[brief]]\nname = 'morning'\n[[brief]]\nname = 'weekly'")
    with pytest.raises(UsageError, match="no brief named 'nix'; there are: morning, weekly"):
        load_project(tmp_path, {}).brief("nix")
