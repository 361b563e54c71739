"""`timeline brief` on the samples: files, words, what changed since the last one that was issued, bad input."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pypdf
import pytest
from cli_samples import Run

BARE = """
[[brief]]
name = "bare"
since = 2022-09-20
until = 2022-10-06
formats = ["md"]
charts = []
"""


@pytest.fixture
def own(project: Path, tmp_path: Path) -> Path:
    """A copy of the ingested samples that may be written to, with a briefing without charts."""
    copy = tmp_path / "own"
    shutil.copytree(project, copy, symlinks=True)
    with (copy / "timeline.toml").open("a") as settings:
        settings.write(BARE)
    return copy


def _text(folder: Path) -> str:
    return (folder / "bare.md").read_text(encoding="utf-8")


@pytest.mark.long
def test_all_formats_at_once(run: Run, project: Path, tmp_path: Path) -> None:
    told = run(
        "brief", "morning", "--format", "html,pdf,docx", "--format", "pptx,md,page", "--out", str(tmp_path), cwd=project
    )
    assert told.code == 0, told.err
    assert told.out == ""
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {
        "morning.html", "morning.pdf", "morning.docx", "morning.pptx", "morning.md", "morning-page.html",
        "morning-pictures",
    }  # fmt: skip
    assert len(list((tmp_path / "morning-pictures").iterdir())) == 4
    for path in tmp_path.glob("morning*.*"):
        assert str(project).encode() not in path.read_bytes()


def test_what_a_briefing_says(run: Run, own: Path, tmp_path: Path) -> None:
    assert run("brief", "bare", "--out", str(tmp_path), cwd=own).code == 0
    text = _text(tmp_path)
    assert text.startswith("No feed failed; ")
    assert "At least 18 attacks on offices in the seven days to 26 September 2022, by our count of what" in text
    assert "our list 18, Meduza, Mediazona and SOTA's tally 17" in text
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert headings[0] == "In brief"
    assert headings[-2:] == ["About the data", "What lies ahead"]
    assert "Planned, 1 Nov – 31 Dec 2022: Regular draft" in text.partition("## What lies ahead")[2]
    assert "not covered 27 September – 2 October 2022" in text
    sources = re.findall(r"^(\d+)\. ", text.partition("## Sources")[2], re.MULTILINE)
    assert sources == [str(number) for number in range(1, len(sources) + 1)]
    record = json.loads(text.rpartition("<!-- timeline-record ")[2].removesuffix(" -->\n"))
    assert record["query"] == {"since": "2022-09-20", "until": "2022-10-06"}


def test_four_charts_in_a_pdf(run: Run, project: Path, tmp_path: Path) -> None:
    told = run("brief", "--out", str(tmp_path / "m.pdf"), cwd=project)
    assert told.code == 0, told.err
    pdf = pypdf.PdfReader(tmp_path / "m.pdf")
    assert len(pdf.pages) <= 9
    record = json.loads(pdf.attachments["timeline-record.json"][0])
    assert [one["chart"] for one in record["charts"]] == ["timeline", "rolling", "counts", "grid"]
    assert str(project).encode() not in (tmp_path / "m.pdf").read_bytes()


def test_nothing_is_said_of_days_to_come(run: Run, project: Path) -> None:
    told = run("brief", "--paragraph", "--said-by", "2022-09-26", cwd=project)
    assert told.code == 0, told.err
    assert "October" not in told.out
    assert told.out.rstrip().endswith("Only what had been published by 26 September 2022.")


def test_without_a_record(run: Run, own: Path, tmp_path: Path) -> None:
    told = run("brief", "bare", "--format", "md,html,page", "--no-record", "--out", str(tmp_path), cwd=own)
    assert told.code == 0, told.err
    for path in tmp_path.glob("bare*.*"):
        assert b"timeline-record" not in path.read_bytes()


def test_drafts_do_not_reset_what_changed(run: Run, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMELINE_NOW", "2022-12-02T08:00:00+03:00")

    def changes(*args: str) -> str:
        told = run("brief", "bare", "--out", str(tmp_path), *args, cwd=own)
        assert told.code == 0, told.err
        return _text(tmp_path).partition("## What changed")[2].partition("##")[0]

    assert "No briefing of this name has been issued yet" in changes()
    changes("--as-of", "2022-09-28", "--issue")
    for _ in range(2):
        told = changes()
        assert told.startswith(" since 28 September 2022, 23:59 Europe/Moscow")
        assert "from 17,000 to 16,886" in told
    issued = [json.loads(line) for line in (own / "data/raw/briefings.jsonl").read_text().splitlines()]
    assert [one["brief"] for one in issued] == ["bare"]
    changes("--issue")
    assert "Nothing of this has changed" in changes()
    assert "from 17,000 to 16,886" in changes("--changed-since", "2022-09-28")
    assert len((own / "data/raw/briefings.jsonl").read_text().splitlines()) == 2


def test_a_damaged_record_of_issued_briefings(run: Run, own: Path) -> None:
    (own / "data/raw/briefings.jsonl").write_text('{"brief": "bare"}\n')
    told = run("brief", "bare", "--paragraph", cwd=own)
    assert told.code == 1
    assert "briefings.jsonl, line 1" in told.err
    assert told.err.count("\n") == 1


@pytest.mark.parametrize("args", [(), ("--kind", "office_attack"), ("--view", "border"), ("--country", "FI")])
def test_the_paragraph(args: tuple[str, ...], run: Run, project: Path) -> None:
    told = run("brief", "--paragraph", *args, cwd=project)
    assert told.code == 0, told.err
    assert 5 < len(told.out.split()) <= 80
    assert told.out.rstrip().endswith("Known as of 30 November 2022, 12:00 Europe/Moscow.")
    for sentence in re.split(r"(?<=\.) (?=[A-Z])", told.out.strip())[:-1]:
        assert re.search(r"according to|our count|our list|same count", sentence), sentence


def test_the_first_line_tells_what_failed(run: Run, own: Path, tmp_path: Path) -> None:
    log = own / "data/warehouse/runs.jsonl"
    run_told = json.loads(log.read_text().splitlines()[-1])
    log.write_text(json.dumps({**run_told, "problem": "feed border: https://x.example/ can't be reached"}) + "\n")
    assert run("brief", "bare", "--out", str(tmp_path), cwd=own).code == 0
    first = _text(tmp_path).splitlines()[0]
    assert first.startswith("**Failed since ")
    assert "feed border" in first


def test_nothing_in_the_range(run: Run, own: Path, tmp_path: Path) -> None:
    days = ("--since", "2031-01-01", "--until", "2031-02-01", "--out", str(tmp_path))
    told = run("brief", "bare", *days, "--format", "html,pdf,docx,pptx,md,page", cwd=own)
    assert told.code == 0, told.err
    assert "No events are known in these days." in _text(tmp_path)


@pytest.mark.long
def test_charts_of_nothing(run: Run, own: Path, tmp_path: Path) -> None:
    days = ("--since", "2031-01-01", "--until", "2031-02-01", "--out", str(tmp_path))
    told = run("brief", "morning", *days, "--format", "html,pdf,docx,pptx", cwd=own)
    assert told.code == 0, told.err


@pytest.mark.parametrize(
    ("args", "said", "code"),
    [
        (("nix",), "no brief named 'nix'; there are: morning", 2),
        (("--format", "odt"), "no format named 'odt'; there are: html, pdf, docx, pptx, md, page", 2),
        (("--rule", "best"), "no rule named 'best'", 2),
        (("--language", "xx-nix"), "no language known as", 2),
        (("--theme", "neon"), "no theme named 'neon'", 2),
        (("--preset", "huge"), "no preset named 'huge'", 2),
        (("--changed-since", "whenever"), "'whenever'", 2),
        (("--slide", "--format", "pdf"), "--slide", 2),
        (("--template", "timeline.toml"), "give a .docx or .pptx", 2),
        (("--format", "docx", "--template", "none.docx"), "none.docx: no such file", 2),
        (("--out", "/proc/nix"), "choose another place with --out", 1),
        (("--out", "x.pdf", "--format", "html,pdf"), "several formats", 2),
    ],
)
def test_bad_input_is_one_line(args: tuple[str, ...], said: str, code: int, run: Run, project: Path) -> None:
    told = run("brief", *args, cwd=project)
    assert told.code == code, told.err
    assert said in told.err.splitlines()[-1]
    assert told.err.splitlines()[-1].startswith("timeline: ")
    assert "Traceback" not in told.err
