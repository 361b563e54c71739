"""`timeline extract`: a pipe of JSON lines, or a text explained for a person."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from timeline.cli.app import app
from timeline.errors import ConfigError, UsageError

TEXT = "A car bomb exploded in Bogota on Monday, killing 12 people, police said."
FIELDS = {
    *("start", "end", "quote", "trigger", "kind", "form", "starts", "ends", "precision", "lasting", "date_basis"),
    *("places", "country", "lat", "lon", "quantities", "speaker", "carrier", "modality", "confidence", "rule"),
}


def test_json_lines_in_and_out() -> None:
    lines = [json.dumps({"id": 7, "text": TEXT, "published": "1990-01-04"}), "", json.dumps({"id": "b", "text": ""})]
    done = CliRunner().invoke(app, ["extract"], input="\n".join(lines))
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["id"], second) == (7, {"id": "b", "claims": []})
    (claim,) = first["claims"]
    assert set(claim) >= FIELDS
    assert (claim["kind"], claim["starts"], claim["country"]) == ("armed_attack.bombing", "1990-01-01", "CO")
    assert TEXT[claim["start"] : claim["end"]] == claim["quote"]


def test_a_hyphen_is_standard_input() -> None:
    line = json.dumps({"id": 7, "text": TEXT, "published": "1990-01-04"})
    done = CliRunner().invoke(app, ["extract", "-"], input=line)
    assert [claim["starts"] for claim in json.loads(done.stdout)["claims"]] == ["1990-01-01"]


def test_a_bad_line_is_named_and_the_others_are_answered() -> None:
    lines = ["nope", json.dumps({"id": 1, "text": 5}), json.dumps({"id": 2, "text": TEXT, "published": "soon"}), "[]"]
    done = CliRunner().invoke(app, ["extract"], input="\n".join([*lines, json.dumps({"id": 3, "text": TEXT})]))
    assert done.exit_code == 3
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [3]
    messages = done.stderr.splitlines()
    assert [message.split(":")[1].strip() for message in messages] == ["line 1", "line 2", "line 3", "line 4"]


def test_explain_marks_the_words_by_their_part(tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text(TEXT, encoding="utf-8")
    done = CliRunner().invoke(app, ["extract", str(file), "--published", "1990-01-04", "--explain"])
    assert "[trigger: car bomb exploded] in [place: Bogota] on [time: Monday]" in " ".join(done.stdout.split())
    assert "[number: 12 people]" in done.stdout
    assert "\x1b" not in done.stdout


def test_explain_tells_those_who_did_it_from_those_whom_it_befell(tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text("Two Iraqi jets dropped bombs on Halabja on Monday, killing 70 people.", encoding="utf-8")
    done = CliRunner().invoke(app, ["extract", str(file), "--published", "1988-03-16", "--explain"])
    assert "- number 2 Iraqi jets: vehicles, flow, who did it\n" in done.stdout
    assert "- number 70 people: killed, flow\n" in done.stdout


FRONT = "---\ntitle: A bomb\ndate: 1990-01-04\n---\n"


def extracted(*words: str) -> list[dict[str, Any]]:
    done = CliRunner().invoke(app, ["extract", *words], catch_exceptions=False)
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bomb.md", f"{FRONT}# A *bomb*\n\n{TEXT}\n"),
        ("bomb.txt", f"{FRONT}{TEXT}\n"),
        ("bomb-1990-01-04.txt", TEXT),
        ("bomb.html", f"<html><head><meta name='date' content='1990-01-04'></head><body><p>{TEXT}</p></body></html>"),
        (
            "bomb.xml",
            f"<rss version='2.0'><channel><item><guid>g</guid><pubDate>Thu, 04 Jan 1990 12:00:00 GMT</pubDate>"
            f"<description>{TEXT}</description></item></channel></rss>",
        ),
    ],
)
def test_a_file_of_any_kind_tells_its_day_of_publication(tmp_path: Path, name: str, content: str) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    (answer,) = extracted(str(file))
    (claim,) = answer["claims"]
    assert (answer["id"], claim["kind"], claim["starts"]) == (name, "armed_attack.bombing", "1990-01-01")
    if name.endswith(".txt"):
        assert content[claim["start"] : claim["end"]] == claim["quote"]
    done = CliRunner().invoke(app, ["extract", str(file), "--explain"])
    assert "published 1990-01-04 (" in done.stdout.splitlines()[0]


def test_an_archive_is_answered_document_by_document(tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("one.txt", TEXT)
        archive.writestr("two.md", FRONT + TEXT)
        archive.writestr("bad.html", "<html></html>")
    done = CliRunner().invoke(app, ["extract", str(file), "--published", "1990-02-01"])
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["id"], each["claims"][0]["starts"]) for each in told] == [
        ("all.zip/one.txt", "1990-01-29"),
        ("all.zip/two.md", "1990-01-01"),
    ]
    assert (done.exit_code, done.stderr) == (3, "timeline: all.zip/bad.html: holds no text\n")


def test_a_kind_of_ones_own_is_found(tmp_path: Path) -> None:
    file, own = tmp_path / "article.txt", tmp_path / "kinds.toml"
    file.write_text("Pirates boarded a tanker off Lagos on Monday.", encoding="utf-8")
    own.write_text(
        '[piracy]\ngroup = "Crime"\nlabel = "Piracy"\ndefinition = "A ship is boarded."\n'
        'triggers = ["board .. tanker"]\n',
        encoding="utf-8",
    )
    done = CliRunner().invoke(app, ["extract", str(file), "--published", "2022-09-28", "--kinds", str(own)])
    assert "piracy" in {claim["kind"] for claim in json.loads(done.stdout)["claims"]}


@pytest.mark.parametrize(
    ("arguments", "error"),
    [(["--published", "soon"], UsageError), (["--kinds", "KINDS"], ConfigError)],
)
def test_mistakes_are_one_line(tmp_path: Path, arguments: list[str], error: type[Exception]) -> None:
    file, own = tmp_path / "article.txt", tmp_path / "own.toml"
    file.write_text(TEXT, encoding="utf-8")
    own.write_text('[protest]\ntriggers = ["@nowhere"]\n', encoding="utf-8")
    with pytest.raises(error) as raised:
        CliRunner().invoke(
            app,
            ["extract", str(file), *(str(own) if word == "KINDS" else word for word in arguments)],
            catch_exceptions=False,
        )
    assert "\n" not in str(raised.value)
