"""Decisions in the ledger: as versions with a history, whatever was delivered before or after them, and undone."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from ledger_fixture import SURFACE, ask, claim, delivery, lay_empty, surface

from timeline import desk
from timeline.desk.records import Decision, decided
from timeline.ingest.decisions import Judgement, take_decisions
from timeline.warehouse.layout import Layout
from timeline.warehouse.ledger import Ledger, open_ledger

BEGIN = datetime(2022, 10, 30, tzinfo=UTC)
DECIDED = (
    *SURFACE,
    "decisions",
    *(f"base.{name}" for name in ("claim", "claim_past", "membership", "event", "origin")),
)


def say(what: str, minute: int, **about: Any) -> Decision:
    return decided(what, when=BEGIN + timedelta(minutes=minute), who="Ada", because="call", **about)


def correct(minute: int, number: int, **values: Any) -> Decision:
    return say("correct", minute, claims=((number,),), set=values, was=dict.fromkeys(values))


def undo(minute: int, *others: Decision) -> Decision:
    return say("undo", minute, undoes=tuple(one.id for one in others))


class World:
    """A ledger with a folder of decisions beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.layout = lay_empty(Layout.at(folder / "timeline.duckdb"))

    def bring(self, *arrived: Any) -> None:
        held: dict[str, list[Any]] = {}
        with open_ledger(self.layout, rules=Judgement()) as ledger:
            for arrival, parsed in arrived:
                mine = held.setdefault(arrival.feed, [])
                mine.append((arrival, parsed))
                newest = ledger.newest(arrival.feed)
                if newest and arrival.order < newest:
                    ledger.replay(arrival.feed, mine)
                else:
                    ledger.take(arrival, parsed)

    def decide(self, *made: Decision) -> None:
        with desk.opened(self.folder) as journal:
            journal.append(made)
        with open_ledger(self.layout, rules=Judgement()) as ledger:
            self.take(ledger)

    def take(self, ledger: Ledger) -> None:
        take_decisions(self.folder, ledger)

    def ask(self, query: str) -> list[Any]:
        return ask(self.layout, query).rows()

    def number(self, key: str) -> int:
        found: int = self.ask(f"SELECT claim FROM base.claim WHERE row_key = '{key}'")[0][0]
        return found

    def state(self) -> dict[str, pl.DataFrame]:
        return {**surface(self.layout), **{name: ask(self.layout, f"FROM {name} ORDER BY ALL") for name in DECIDED[7:]}}


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    rows = [claim("1"), claim("2", place="Omsk"), claim("3", place="Gai"), claim("4", place="Gai")]
    made.bring(delivery(tmp_path / "spool", rows, known="2022-10-01", complete=True))
    return made


def test_a_correction_is_a_version_and_outlives_the_next_delivery(world: World) -> None:
    world.decide(correct(1, world.number("2"), place="Orsk"))
    assert world.ask("SELECT place, version, cause FROM claims WHERE row_key = '2'") == [("Orsk", 2, "decision")]
    rows = [claim("1"), claim("2", place="Omsk"), claim("3", place="Gai"), claim("4", place="Gai", title="New")]
    world.bring(delivery(world.folder / "spool", rows, known="2022-10-02", complete=True))
    assert world.ask("SELECT place, version FROM claims WHERE row_key = '2'") == [("Orsk", 2)]
    assert world.ask("SELECT place FROM claims_as_of('2022-10-05') WHERE row_key = '2'") == [("Omsk",)]
    assert world.ask("SELECT changed, new, gone FROM deliveries ORDER BY known_at DESC LIMIT 1") == [(1, 0, 0)]


def test_a_corrected_place_makes_one_event_and_undone_two(world: World) -> None:
    to_gai = correct(1, world.number("2"), place="Gai")
    world.decide(to_gai)
    assert world.ask("SELECT claims FROM events ORDER BY ALL") == [(1,), (3,)]
    world.decide(undo(2, to_gai))
    assert world.ask("SELECT claims FROM events ORDER BY ALL") == [(1,), (1,), (2,)]
    moment = (BEGIN + timedelta(minutes=1)).isoformat()
    assert world.ask(f"SELECT claims FROM events_as_of('{moment}') ORDER BY ALL") == [(1,), (3,)]


def test_merged_and_split(world: World) -> None:
    one, two, three, four = (world.number(key) for key in "1234")
    world.decide(say("merge", 1, claims=((one,), (two,))))
    assert world.ask("SELECT claims FROM events ORDER BY ALL") == [(2,), (2,)]
    assert world.ask("SELECT score, reason FROM base.membership WHERE reason LIKE '%Ada%'") == [
        (1.0, "put together by Ada: call")
    ]
    world.decide(say("split", 2, claims=((four,), (three,))))
    assert world.ask("SELECT claims FROM events ORDER BY ALL") == [(1,), (1,), (2,)]
    assert world.ask("SELECT sum(claims) FROM events_as_of('2022-10-05')") == [(4,)]
    again = [
        claim(key, place=place, title="Told anew")
        for key, place in zip("1234", ["Uryupinsk", "Omsk", "Gai", "Gai"], strict=True)
    ]
    world.bring(delivery(world.folder / "spool", again, known="2022-10-02", complete=True))
    assert world.ask("SELECT claims FROM events ORDER BY ALL") == [(1,), (1,), (2,)]


def test_a_label_a_pin_and_a_note_are_the_event_s(world: World) -> None:
    one, three = world.number("1"), world.number("3")
    world.decide(
        say("label", 1, event=one, set={"label": "Uryupinsk: fire"}),
        say("pin", 2, event=one, set={"pinned": True}),
        say("note", 3, event=three, set={"note": "Seen on film"}),
    )
    shown = world.ask("SELECT place, label, note, pinned FROM events WHERE place <> 'Omsk' ORDER BY place")
    assert shown == [("Gai", None, "Seen on film", False), ("Uryupinsk", "Uryupinsk: fire", None, True)]
    assert world.ask("SELECT count(*) FROM events_as_of('2022-10-05') WHERE pinned OR label IS NOT NULL") == [(0,)]
    assert world.ask("SELECT place FROM events_as_of('2022-11-01') WHERE pinned") == [("Uryupinsk",)]


def test_a_labelled_event_whose_claim_a_delivery_moves_elsewhere_is_gone(world: World) -> None:
    world.decide(say("label", 1, event=world.number("2"), set={"label": "Omsk: fire"}))
    rows = [claim("1"), claim("2", place="Gai"), claim("3", place="Gai"), claim("4", place="Gai")]
    world.bring(delivery(world.folder / "spool", rows, known="2022-10-02", complete=True))
    assert world.ask("SELECT sum(claims), count(DISTINCT event_id) FROM events") == [(4, 2)]
    assert world.ask("SELECT count(DISTINCT event_id) FROM claims") == [(2,)]


def test_what_is_hidden_is_not_counted_and_comes_back(world: World) -> None:
    of_event = say("hide", 1, event=world.number("1"), set={"hidden": True})
    of_claim = say("hide", 2, claims=((world.number("2"),),), set={"hidden": True})
    world.decide(of_event, of_claim)
    assert world.ask("SELECT place FROM events") == [("Gai",)]
    assert world.ask("SELECT sum(certain) FROM daily_counts(kinds := ['office_attack'])") == [(1,)]
    assert world.ask("SELECT place FROM claims ORDER BY ALL") == [("Gai",), ("Gai",), ("Uryupinsk",)]
    world.decide(undo(3, of_claim), undo(4, of_event))
    assert world.ask("SELECT place FROM events ORDER BY ALL") == [("Gai",), ("Omsk",), ("Uryupinsk",)]


def test_an_added_claim_joins_its_event_and_is_withdrawn_when_undone(world: World) -> None:
    said = {"kind": "office_attack", "form": "incident", "modality": "asserted", "starts": "2022-09-26"}
    more = {"ends": "2022-09-26", "precision": "day", "lasting": False, "place": "Omsk", "country": "RU"}
    add = say("add", 1, set={**said, **more, "speaker": "Border Guard"})
    world.decide(add)
    assert world.ask("SELECT feed, speaker, cause FROM claims WHERE feed = 'decisions'") == [
        ("decisions", "Border Guard", "decision")
    ]
    assert world.ask("SELECT claims FROM events WHERE place = 'Omsk'") == [(2,)]
    world.decide(undo(2, add))
    assert world.ask("SELECT claims FROM events WHERE place = 'Omsk'") == [(1,)]
    assert world.ask("SELECT what, undone_by IS NOT NULL FROM decisions") == [("add", True), ("undo", False)]


def test_what_has_an_event_for_itself_again_is_told_once(tmp_path: Path) -> None:
    """Claim 1 was merged with one that is gone; claim 4 was hidden before it came, and is shown again."""
    world, third = World(tmp_path / "world"), date(2022, 9, 21)
    first = [
        claim("1", place="Omsk", starts=date(2022, 9, 20), single=False),
        claim("3", place="Omsk", starts=third, single=False),
        claim("5", place="Gai", starts=third, single=False),
    ]
    then = [
        claim("1", place="Gai", starts=third, single=True),
        claim("3", place="Gai", starts=third, single=True),
        claim("4", place="Omsk", starts=third, single=False),
    ]
    last = delivery(tmp_path / "spool", then, known="2022-10-03", complete=True)
    elsewhere = World(tmp_path / "elsewhere")
    elsewhere.bring(last)
    hide = say("hide", 1, claims=((elsewhere.number("4"),),), set={"hidden": True})
    world.bring(delivery(tmp_path / "spool", first, known="2022-10-01", complete=True))
    world.decide(say("merge", 0, claims=((world.number("1"),), (world.number("5"),))))
    world.decide(hide)
    world.bring(last)
    assert world.ask("SELECT place, claims FROM events ORDER BY ALL") == [("Gai", 1), ("Gai", 1)]
    world.decide(undo(2, hide))
    assert world.ask("SELECT place, claims FROM events ORDER BY ALL") == [("Gai", 1), ("Gai", 1), ("Omsk", 1)]


LIGHT: dict[str, Any] = {
    "deadline": None,
    "phases": [Phase.explicit, Phase.reuse, Phase.generate],
    "suppress_health_check": [HealthCheck.too_slow],
}
keys = st.sampled_from("123456")
places = st.sampled_from(["Omsk", "Kyra", "Gai"])
days = st.integers(20, 21).map(lambda day: date(2022, 9, day))


@st.composite
def histories(draw: st.DrawFn) -> list[list[dict[str, Any]]]:
    """Deliveries of two feeds in turn: rows of few places and days."""
    return [
        [
            claim(key, place=draw(places), starts=draw(days), single=draw(st.booleans()), title=draw(places))
            for key in draw(st.lists(keys, unique=True, min_size=1, max_size=5))
        ]
        for _ in range(draw(st.integers(1, 4)))
    ]


@st.composite
def wishes(draw: st.DrawFn) -> list[tuple[str, list[int], str]]:
    what = st.sampled_from(["correct", "correct", "merge", "split", "label", "hide", "hide event", "add", "undo"])
    several = st.lists(st.integers(0, 11), unique=True, min_size=2, max_size=3)
    return [(draw(what), draw(several), draw(places)) for _ in range(draw(st.integers(1, 6)))]


def made_of(
    wanted: list[tuple[str, list[int], str]], minute: int, known: list[int], before: list[Decision]
) -> list[Decision]:
    made: list[Decision] = []
    for place, (what, picked, name) in enumerate(wanted):
        several = sorted({known[number % len(known)] for number in picked}) if known else []
        at = minute + place
        if what == "add":
            said = {"kind": "office_attack", "form": "incident", "modality": "asserted"}
            dated = {"starts": "2022-09-20", "ends": "2022-09-20", "precision": "day", "lasting": False}
            made.append(say("add", at, set={**said, **dated, "place": name, "country": "RU"}))
        elif what == "undo":
            made += [undo(at, ([*before, *made])[picked[0] % len([*before, *made])])] if [*before, *made] else []
        elif what in ("merge", "split") and len(several) > 1:
            made.append(say(what, at, claims=((several[0],), tuple(several[1:]))))
        elif what == "correct" and several:
            made.append(correct(at, several[0], place=name))
        elif what == "label" and several:
            made.append(say("label", at, event=several[0], set={"label": name}))
        elif several:
            about: dict[str, Any] = {"event": several[0]} if what == "hide event" else {"claims": ((several[0],),)}
            made.append(say("hide", at, set={"hidden": True}, **about))
    return made


NUMBERS = "SELECT claim FROM base.claim ORDER BY claim"


@settings(max_examples=2, **LIGHT)
@given(history=histories(), wanted=wishes(), more=wishes())
def test_when_decisions_and_deliveries_come_does_not_matter(history: Any, wanted: Any, more: Any) -> None:
    check_any_order(history, wanted, more)


@pytest.mark.long
@settings(max_examples=120, **LIGHT)
@given(history=histories(), wanted=wishes(), more=wishes())
def test_when_many_come_does_not_matter(history: Any, wanted: Any, more: Any) -> None:
    check_any_order(history, wanted, more)


def check_any_order(history: Any, wanted: Any, more: Any) -> None:
    """Decided between deliveries, one by one; or all at the end, as a rebuild does; or before anything is delivered."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        arrived = [
            delivery(
                folder / "spool", rows, feed="xy"[place % 2], known=f"2022-10-{place + 1:02}", complete=place % 2 == 0
            )
            for place, rows in enumerate(history)
        ]
        between = World(folder / "between")
        between.bring(arrived[0])
        first = made_of(wanted, 0, [row[0] for row in between.ask(NUMBERS)], [])
        for one in first:
            between.decide(one)
        between.bring(*arrived[1:])
        later = made_of(more, 100, [row[0] for row in between.ask(NUMBERS)], first)
        between.decide(*later)
        at_end, at_start = World(folder / "end"), World(folder / "start")
        at_end.bring(*arrived)
        at_end.decide(*first, *later)
        at_start.decide(*first, *later)
        at_start.bring(*arrived)
        expected = between.state()
        for other in (at_end, at_start):
            for table, found in other.state().items():
                assert found.equals(expected[table]), f"{table} differs:\n{expected[table]}\n{found}"
        for moment in (BEGIN, BEGIN + timedelta(minutes=99)):
            then = World(folder / f"as of {moment:%H%M}")
            then.bring(*arrived)
            then.decide(*(one for one in [*first, *later] if one.when <= moment))
            for table in ("events", "claims"):
                past = ask(between.layout, f"FROM {table}_as_of('{moment.isoformat()}') ORDER BY ALL")
                current = ask(then.layout, f"FROM {table} ORDER BY ALL")
                apart = [name for name in past.columns if not past[name].equals(current[name], null_equal=True)]
                assert past.shape == current.shape, f"{table} as of {moment}:\n{past}\n{current}"
                assert not apart, f"{table} as of {moment}:\n{past.select(apart)}\n{current.select(apart)}"


# What undoing can't take back: that there was a version in between.
HISTORY = ("version", "cause", "known_at")


@settings(max_examples=2, **LIGHT)
@given(history=histories(), wanted=wishes())
def test_undone_in_reverse_order_the_ledger_is_as_without(history: Any, wanted: Any) -> None:
    check_undone(history, wanted)


@pytest.mark.long
@settings(max_examples=120, **LIGHT)
@given(history=histories(), wanted=wishes())
def test_many_undone_in_reverse_order(history: Any, wanted: Any) -> None:
    check_undone(history, wanted)


def check_undone(history: Any, wanted: Any) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        arrived = [
            delivery(folder / "spool", rows, feed="xy"[place % 2], known=f"2022-10-{place + 1:02}")
            for place, rows in enumerate(history)
        ]
        without, undone = World(folder / "without"), World(folder / "undone")
        without.bring(*arrived)
        undone.bring(*arrived)
        made = made_of(wanted, 0, [row[0] for row in undone.ask(NUMBERS)], [])
        undone.decide(*made)
        for place, one in enumerate(reversed(made)):
            undone.decide(undo(500 + place, one))
        for table in ("events", "claims", "quantities"):
            found = [ask(each.layout, f"FROM {table} ORDER BY ALL") for each in (undone, without)]
            plain = [frame.drop(HISTORY, strict=False) for frame in found]
            assert plain[0].equals(plain[1]), f"{table}:\n{plain[0]}\n{plain[1]}"
