"""The review in the terminal: each key takes effect at once, and can be taken back."""

from __future__ import annotations

import json
from collections.abc import Callable

import click
import pytest
from review_world import World

from timeline.cli import main
from timeline.cli.asking import Asking

Go = Callable[..., str]


@pytest.fixture
def go(world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Go:
    """Answer with keys, and with lines where one is asked for; what stands on the screen."""

    def run(keys: str, *lines: str) -> str:
        pressed, typed = iter(keys), iter(lines)
        monkeypatch.setattr(click, "getchar", lambda: next(pressed))
        monkeypatch.setattr(click, "prompt", lambda *_, **__: next(typed))
        asking = Asking(world.queue(), world.link, world.settings(), ("Ada", "option", None))
        with click.Context(click.Command("review")):
            assert asking.run() == 0
        assert next(pressed, None) is None
        return click.unstyle(capsys.readouterr().out)

    return run


def whats(world: World) -> list[str]:
    return [one["what"] for one in world.decisions()]


def test_each_answer_is_a_signed_decision(world: World, go: Go) -> None:
    sorts = world.queue()["sort"].to_list()
    assert sorts == ["outlier", "no anchor", "merge", "future", "unsure"]
    shown = go("earae", "value=8314 note='three zeros'", "when=2022-09-23 place=Omsk")
    assert "A draft office in Omsk was set on fire on Monday, police said." in shown
    assert whats(world) == ["correct", "accept", "apart", "accept", "correct"]
    assert all(one["who"] == "Ada" and one["because"].startswith("reviewed: ") for one in world.decisions())
    slip = world.claim("5")
    assert world.ask(f"SELECT quantities[1].value, note FROM claims WHERE claim_id = '{slip}'") == [
        (8314.0, "three zeros")
    ]
    assert world.queue()["why"].to_list() == []


def test_skip_back_undo_and_quit(world: World, go: Go) -> None:
    shown = go("ssbsmbuq")
    assert shown.count("· merge · harm") == 4
    assert "decided: J" in shown
    assert whats(world) == ["merge", "undo"]
    assert "merge" in world.queue()["sort"].to_list()


def test_what_can_t_be_is_said_in_a_line_and_asked_again(world: World, go: Go) -> None:
    shown = go("ueeemmzq", "value", "value=many", "colour=red", "", "E77777777")
    for line in (
        "nothing was decided yet",
        "write field=value",
        "value: 'many' is no number",
        "no field named 'colour'",
        "name the event to merge with",
        "no event begins with 'E77777777'",
        "take back what was decided last",
    ):
        assert line in shown
    assert whats(world) == []


def test_a_person_s_own_words_can_t_act_on_the_terminal(world: World, go: Go) -> None:
    world.say("correct", world.claim("5"), title="\x1b[2Jgone\u202eback")
    shown = go("q")
    assert "\x1b" not in shown
    assert "\\x1b[2Jgone" in shown


@pytest.fixture
def here(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.chdir(world.root)
    monkeypatch.setenv("TIMELINE_BY", "Ada")
    return world


def test_without_a_terminal_it_is_a_list(here: World, capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    assert main(["review", "--json", "--limit", "2"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert [one["sort"] for one in told] == ["outlier", "no anchor"]
    assert main(["review", "--kind", "border_crossing"]) == 0
    assert "unsure" in capfd.readouterr().out
    assert main(["review", "--kind", "riot"]) == 2
    assert here.decisions() == []


def test_the_round_trip_of_commands(here: World, capfd: pytest.CaptureFixture[str]) -> None:
    import openpyxl

    capfd.readouterr()
    assert main(["claims", "--kind", "border_crossing", "--columns", "claim_id,place", "--format", "csv"]) == 0
    assert capfd.readouterr().out.startswith("claim_id,place\n")
    with pytest.MonkeyPatch.context() as patch, (here.root / "desk.xlsx").open("wb") as out:
        patch.setattr("sys.stdout", type("Out", (), {"buffer": out, "flush": out.flush, "isatty": lambda: False}))
        assert main(["claims", "--kind", "border_crossing", "--format", "xlsx"]) == 0
    assert main(["ingest", "desk.xlsx"]) == 0
    assert "nothing was edited" in capfd.readouterr().err
    book = openpyxl.load_workbook(here.root / "desk.xlsx")
    book.worksheets[0]["H2"] = "Imatra"
    book.properties.lastModifiedBy = "Vera"
    book.save(here.root / "desk.xlsx")
    assert main(["ingest", "desk.xlsx", "--dry-run", "--json"]) == 0
    told = capfd.readouterr()
    assert [(one["what"], one["column"], one["now"]) for one in json.loads(told.out)] == [
        ("correct", "place", "Imatra")
    ]
    assert here.decisions() == []
    assert main(["ingest", "desk.xlsx"]) == 0
    assert "1 cell corrected; signed Vera" in capfd.readouterr().err
    assert whats(here) == ["correct"]
