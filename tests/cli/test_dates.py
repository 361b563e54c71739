"""`timeline dates`: a text file or JSON lines in, JSON lines out, one message for a line that can't be read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

DATES = [sys.executable, "-c", "import sys; from timeline.cli import main; sys.exit(main())", "dates"]


def run(*words: str, given: str = "", folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*DATES, *words], input=given, cwd=folder, text=True, capture_output=True, check=False)


def test_a_text_file_with_its_day(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It was ordered last Wednesday.", encoding="utf-8")
    done = run("a.txt", "--published", "2022-09-27", folder=tmp_path)
    (found,) = json.loads(done.stdout)["expressions"]
    assert (found["start"], found["end"], found["value"], found["starts"]) == (15, 29, "2022-09-21", "2022-09-21")


def test_bad_lines_cost_one_message_each_and_the_others_are_answered(tmp_path: Path) -> None:
    lines = ['{"id": 1, "text": "on Monday", "published": "2022-09-27"}', "no JSON", '{"id": 3, "text": "yesterday"}']
    done = run(given="\n".join(lines), folder=tmp_path)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [1, 3]
    assert answers[0]["expressions"][0]["value"] == "2022-09-26"
    assert answers[1]["expressions"][0]["starts"] is None
    assert done.stderr.startswith("timeline: line 2: not JSON")
    assert len(done.stderr.splitlines()) == 1
    assert done.returncode == 3


def test_a_hyphen_is_standard_input(tmp_path: Path) -> None:
    done = run("-", "--published", "2022-09-27", given='{"id": 1, "text": "on Monday"}', folder=tmp_path)
    assert (json.loads(done.stdout)["expressions"][0]["value"], done.stderr, done.returncode) == ("2022-09-26", "", 0)


def test_a_language_it_does_not_read_is_named_with_those_it_does(tmp_path: Path) -> None:
    done = run("-", "--language", "fr", given="", folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("timeline: Invalid value for '--language': 'fr' is not one of 'en', 'ru'")


def test_a_missing_file_and_an_impossible_day_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("yesterday", encoding="utf-8")
    for words, code in ((("none.txt",), 1), (("a.txt", "--published", "2022-02-30"), 2)):
        done = run(*words, folder=tmp_path)
        assert done.returncode == code
        assert len(done.stderr.splitlines()) == 1
