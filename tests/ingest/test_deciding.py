"""Deciding in a project: kept first, taken by whoever holds the ledger, outliving a rebuild, undone to the last."""

from __future__ import annotations

import multiprocessing
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from project_fixture import Project, assert_same, table

from timeline import dates, desk
from timeline.desk.effects import in_force
from timeline.desk.records import Decision, decided
from timeline.errors import InputError, UsageError
from timeline.ingest.deciding import Done, Signed, Wish, decide, settle
from timeline.ingest.rebuild import rebuild
from timeline.warehouse.ledger import locked

SIGNED = Signed("Ada", "option", "call, 10:40")
SHOWN = ("events", "claims", "quantities")
HISTORY = ("version", "cause", "known_at")


@pytest.fixture
def project(new_project: Callable[[str], Project]) -> Project:
    made = new_project("project")
    made.put("a/one.csv", table("1", "2", "3,protest,2022-09-21,Place 2,Other,5"), "2022-09-25")
    made.ingest()
    return made


def say(project: Project, what: str, *ids: str, **values: object) -> Done:
    return decide(project.settings(), Wish(what, ids, values), SIGNED)


def claim(project: Project, key: str) -> str:
    (found,) = project.ask(f"SELECT claim_id FROM claims WHERE row_key = '{key}'")[0]
    assert isinstance(found, str)
    return found


def test_a_decision_is_published_at_once_and_outlives_deliveries(project: Project) -> None:
    say(project, "correct", claim(project, "1")[:8], place="Omsk", **{"quantity.value": 8572})
    said = "SELECT place, quantities[1].value, cause FROM claims WHERE row_key = '1'"
    assert project.ask(said) == [("Omsk", 8572.0, "decision")]
    project.put("a/two.csv", table("1,protest,2022-09-21,Place 1,Rally 1,9", "2", "3"), "2022-09-27")
    project.ingest()
    assert project.ask(said) == [("Omsk", 8572.0, "decision")]
    assert project.ask("SELECT place FROM claims_as_of('2022-09-26') WHERE row_key = '1'") == [("Place 1",)]


def test_an_old_id_leads_to_the_event_it_is_part_of(project: Project) -> None:
    (one,), (other,) = project.ask("SELECT event_id FROM events ORDER BY place, event_id LIMIT 2")
    say(project, "merge", one, other)
    merged = {row[0] for row in project.ask("SELECT event_id FROM events WHERE claims = 2 AND title LIKE 'Rally%'")}
    old = ({one, other} - merged).pop()
    say(project, "label", old[:9], label="One rally")
    assert project.ask("SELECT count(*) FROM events WHERE label = 'One rally' AND claims > 1") == [(1,)]


@pytest.mark.parametrize(
    ("what", "ids", "line"),
    [
        ("hide", ("Cfffffffffffffff",), "no claim begins with"),
        ("hide", ("X1",), "is no id"),
        ("correct", ("E", "C"), "takes one id"),
        ("undo", ("J12345",), "no decision begins with"),
        ("undo", ("R2022",), "no run begins with"),
    ],
)
def test_nothing_is_kept_of_what_can_t_be_decided(project: Project, what: str, ids: tuple[str, ...], line: str) -> None:
    with pytest.raises(UsageError, match=line):
        say(project, what, *ids, hidden=True)
    assert desk.read(project.raw) == []


def test_during_an_ingest_a_decision_is_kept_and_taken_by_it(project: Project) -> None:
    one = claim(project, "1")
    with locked(project.layout, 0):
        done = say(project, "hide", one, hidden=True)
        assert done.busy is not None
        assert len(desk.read(project.raw)) == 1
    project.ingest()
    assert project.ask("SELECT count(*) FROM claims WHERE row_key = '1'") == [(0,)]


def test_a_lost_file_of_decisions_takes_nothing_back(project: Project) -> None:
    say(project, "hide", claim(project, "1"), hidden=True)
    kept = (project.raw / "decisions.jsonl").read_bytes()
    (project.raw / "decisions.jsonl").write_bytes(b"")
    assert "lacks 1 decisions that the ledger holds" in project.ingest().problems[0]
    with pytest.raises(InputError, match="lacks 1 decisions"):
        rebuild(project.settings())
    assert project.ask("SELECT count(*) FROM claims WHERE row_key = '1'") == [(0,)]
    (project.raw / "decisions.jsonl").write_bytes(kept)
    assert project.ingest().problems == []


def _decide_in_turn(root: str, who: str, ids: list[str]) -> None:
    project = Project(Path(root))
    for one in ids:
        signed = Signed(who, "option", "at once")
        decide(project.settings(wait=60.0), Wish("note", (one,), {"note": who}), signed)


def test_two_people_at_once_are_both_taken(project: Project) -> None:
    ids = [claim(project, key) for key in "123"]
    context = multiprocessing.get_context("spawn")
    people = [context.Process(target=_decide_in_turn, args=(str(project.root), who, ids)) for who in ("Ada", "Bob")]
    for person in people:
        person.start()
    for person in people:
        person.join()
        assert person.exitcode == 0
    assert project.ask("SELECT who, count(*) FROM decisions GROUP BY who ORDER BY who") == [("Ada", 3), ("Bob", 3)]
    last = {decision.claim: decision.who for decision in desk.read(project.raw)}
    told = project.ask("SELECT claim_id, note FROM claims")
    assert {int(one[1:], 16): note for one, note in told} == last


def many(claims: list[int], number: int, seed: int) -> list[Decision]:
    """Random decisions about these claims, each after the other."""
    dice, made = random.Random(seed), []
    for place in range(number):
        when = dates.now() + timedelta(seconds=place)
        one, other, third = dice.sample(claims, 3)
        what = dice.choice(["correct", "correct", "correct", "merge", "split", "label", "hide", "add", "undo"])
        name = dice.choice(["Place 1", "Place 2", "Place 3"])
        about: dict[str, object] = {"claims": ((one,),)}
        if what == "correct":
            about |= {"set": {"place": name}, "was": {"place": None}}
        elif what in ("merge", "split"):
            about = {"claims": ((one,), (other, third))}
        elif what == "label":
            about = {"event": one, "set": {"label": name}}
        elif what == "hide":
            about |= {"set": {"hidden": True}}
        elif what == "add":
            said = {"kind": "protest", "form": "incident", "modality": "asserted", "place": name}
            about = {"set": {**said, "starts": "2022-09-21", "ends": "2022-09-21", "precision": "day"}}
        else:
            held = list(in_force(made[-40:]))
            about = {"undoes": (dice.choice(held),)} if held else {"undoes": ()}
        made.append(decided(what, when=when, who="Ada", because=str(place), **about))
    return made


def check_many(new_project: Callable[[str], Project], number: int) -> None:
    project = new_project("many")
    rows = [f"{key},protest,2022-09-2{key % 3},Place {key % 4},Rally {key},{key}" for key in range(30)]
    project.put("a/one.csv", table(*rows), "2022-09-25")
    project.ingest()
    before = project.surface(moments=False)
    claims = [row[0] for row in project.ask("SELECT claim FROM base.claim ORDER BY claim")]
    made = many(claims, number, seed=7)
    with desk.opened(project.raw) as journal:
        journal.append(made)
    assert settle(project.settings()) == (None, ())
    decided_ = project.surface(moments=False)
    rebuild(project.settings())
    assert_same(decided_, project.surface(moments=False))
    last = made[-1].when
    with desk.opened(project.raw) as journal:
        journal.append(
            [
                decided("undo", when=last + timedelta(seconds=place + 1), who="Ada", because="back", undoes=(one.id,))
                for place, one in enumerate(reversed(made))
            ]
        )
    settle(project.settings())
    after = project.surface(moments=False)
    for name in SHOWN:
        one, other = (frame[name].drop(HISTORY, strict=False) for frame in (before, after))
        assert one.sort(one.columns[:2]).equals(other.sort(one.columns[:2])), f"{name}:\n{one}\n{other}"


def test_decisions_outlive_a_rebuild_and_undone_in_reverse_leave_nothing(
    new_project: Callable[[str], Project],
) -> None:
    check_many(new_project, 60)


@pytest.mark.long
def test_a_thousand_decisions_do_too(new_project: Callable[[str], Project]) -> None:
    check_many(new_project, 1000)
