"""What decisions come to: in their order, with a history, undone in reverse, kept in a file that people share."""

from __future__ import annotations

import json
import multiprocessing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import desk, model
from timeline.desk.effects import LINKS, SEEN, SETTINGS
from timeline.desk.looks import seen
from timeline.desk.records import ACCEPTED, Decision, claim_id, decided
from timeline.errors import InputError, UsageError

BEGIN = datetime(2022, 9, 27, 10, 0, tzinfo=UTC)
EVENTS = {claim: claim for claim in range(1, 9)}


def at(minute: int) -> datetime:
    return BEGIN + timedelta(minutes=minute)


def say(what: str, minute: int, **about: Any) -> Decision:
    return decided(what, when=at(minute), who="Ada", because="call, 10:40", **about)


def correct(minute: int, claim: int, **values: Any) -> Decision:
    told = {name.replace("__", "."): value for name, value in values.items()}
    return say("correct", minute, claims=((claim,),), set=told, was=dict.fromkeys(told))


def undo(minute: int, *others: Decision) -> Decision:
    return say("undo", minute, undoes=tuple(one.id for one in others))


def held(decisions: list[Decision]) -> tuple[list[Any], list[Any], list[Any]]:
    """What holds in the end, without when and by which decision."""
    found = desk.effect(decisions)
    now = [frame.filter(pl.col("known_to").is_null()) for frame in (found.settings, found.links, found.added)]
    return (
        now[0].select("subject", "claim", "field", "value").rows(),
        now[1].select("one", "other", "together").rows(),
        now[2].select("claim", "content").rows(),
    )


values = st.sampled_from(["Omsk", "Gai", "Kyra"])
claims = st.integers(1, 6)


@st.composite
def decisions(draw: st.DrawFn) -> list[Decision]:
    made: list[Decision] = []
    for minute in range(draw(st.integers(1, 12))):
        what = draw(st.sampled_from(["add", "correct", "merge", "split", "label", "hide", "undo"]))
        if what == "correct":
            made.append(correct(minute, draw(claims), **{draw(st.sampled_from(["place", "title"])): draw(values)}))
        elif what in ("merge", "split"):
            several = draw(st.lists(claims, unique=True, min_size=2, max_size=4))
            made.append(say(what, minute, claims=((several[0],), tuple(several[1:]))))
        elif what == "label":
            made.append(say(what, minute, event=draw(claims), set={"label": draw(values)}))
        elif what == "hide":
            made.append(say(what, minute, claims=((draw(claims),),), set={"hidden": True}))
        elif what == "add":
            made.append(say(what, minute, set={"kind": "protest", "starts": "2022-09-25", "place": draw(values)}))
        elif made:
            made.append(undo(minute, draw(st.sampled_from(made))))
    return made


@settings(max_examples=40, deadline=None)
@given(first=decisions(), later=decisions())
def test_undoing_in_reverse_order_gives_what_was_before(first: list[Decision], later: list[Decision]) -> None:
    moved = [
        Decision(
            **{
                **{name: getattr(one, name) for name in one.__dataclass_fields__},
                "when": one.when + timedelta(hours=1),
                "id": f"x{one.id}",
                "undoes": tuple(f"x{name}" for name in one.undoes),
            }
        )
        for one in later
    ]
    back = [undo(200 + place, one) for place, one in enumerate(reversed(moved))]
    # What an undo in between took back or not, its own undoing turns round again.
    assert held([*first, *moved, *back]) == held(first)


@settings(max_examples=40, deadline=None)
@given(made=decisions(), data=st.data())
def test_the_order_in_which_they_are_read_does_not_matter(made: list[Decision], data: st.DataObject) -> None:
    one, other = desk.effect(made), desk.effect(data.draw(st.permutations(made)))
    assert one.settings.equals(other.settings)
    assert one.links.equals(other.links)
    assert one.decisions.sort("decision").equals(other.decisions.sort("decision"))


@settings(max_examples=40, deadline=None)
@given(made=decisions(), data=st.data())
def test_as_of_a_moment_is_what_held_then(made: list[Decision], data: st.DataObject) -> None:
    upto = data.draw(st.integers(0, len(made)))
    moment = made[upto - 1].when if upto else BEGIN - timedelta(days=1)
    then = (pl.col("known_at") <= moment) & (pl.col("known_to") > moment).fill_null(True)
    whole, part = desk.effect(made), desk.effect(made[:upto])
    for name in ("settings", "links", "added"):
        columns = [column for column in getattr(whole, name).columns if column != "known_to"]
        past = getattr(whole, name).filter(then).select(columns).sort(columns)
        assert past.equals(getattr(part, name).filter(pl.col("known_to").is_null()).select(columns).sort(columns))


def test_a_split_ends_what_a_merge_put_together_and_leaves_the_rest() -> None:
    merged = say("merge", 1, claims=((1, 2), (3, 4)))
    split = say("split", 2, claims=((1,), (2, 3, 4)))
    assert held([merged, split])[1] == [(1, 2, False), (1, 3, False), (1, 4, False), (2, 3, True), (2, 4, True)]
    assert held([merged, split, undo(3, split)])[1] == [(1, 2, True), (1, 3, True), (1, 4, True)]


def delivered(*places: str) -> pl.DataFrame:
    rows = [
        {
            "claim": 1,
            "version": place + 1,
            "cause": "delivery",
            "live": True,
            "known_at": at(10 * place),
            "known_to": at(10 * place + 10) if place + 1 < len(places) else None,
            "kind": "protest",
            "place": name,
            "quantities": [{**dict.fromkeys(model.QUANTITY_FIELDS), "measure": "hurt", "value": 3.0}],
        }
        for place, name in enumerate(places)
    ]
    told = {"claim": pl.UInt64, "version": pl.Int32, "cause": pl.String, "live": pl.Boolean}
    clocks = {"known_at": model.INSTANT, "known_to": model.INSTANT}
    return pl.DataFrame(rows, schema={**told, **clocks, **model.CLAIM_CONTENT})


def test_a_correction_is_a_version_and_outlives_the_next_delivery() -> None:
    found = desk.effect([correct(5, 1, place="Gai", quantity__value=8572)])
    got = desk.overlaid(delivered("Omsk", "Omsk again"), found.settings)
    told = got.select("version", "cause", "place", "known_at", "known_to").rows()
    assert told == [
        (1, "delivery", "Omsk", at(0), at(5)),
        (2, "decision", "Gai", at(5), at(10)),
        (3, "delivery", "Gai", at(10), None),
    ]
    assert got["quantities"].list.first().struct.field("value").to_list() == [3.0, 8572.0, 8572.0]
    assert got["quantities"].list.first().struct.field("measure").to_list() == ["hurt"] * 3


def test_hidden_and_shown_again() -> None:
    hide = say("hide", 3, claims=((1,),), set={"hidden": True})
    got = desk.overlaid(delivered("Omsk"), desk.effect([hide, undo(6, hide)]).settings)
    assert got.select("live", "cause").rows() == [(True, "delivery"), (False, "decision"), (True, "decision")]


def test_what_changed_at_its_origin_asks_for_a_second_look() -> None:
    made = say("correct", 5, claims=((1,),), set={"place": "Gai"}, was={"place": "Omsk"})
    look = lambda *places: desk.second_looks(desk.effect([made]).settings, delivered(*places).tail(1))  # noqa: E731
    assert look("Omsk").is_empty()
    assert look("Omsk", "Gai").is_empty()
    assert look("Omsk", "Orsk").select("was", "now", "gone").rows() == [('"Omsk"', '"Orsk"', False)]
    gone = delivered("Omsk").with_columns(live=pl.lit(False))
    assert desk.second_looks(desk.effect([made]).settings, gone)["gone"].to_list() == [True]


@pytest.mark.parametrize(
    ("what", "about"),
    [
        ("merge", {"claims": ((1,), (2,))}),
        ("apart", {"claims": ((1,), (2,))}),
        ("label", {"event": 1, "set": {"label": "Omsk: rally"}}),
        ("hide", {"claims": ((1,),), "set": {"hidden": True}}),
    ],
)
def test_what_rests_on_a_claim_that_says_something_else_asks_for_a_second_look(
    what: str, about: dict[str, Any]
) -> None:
    (before,) = delivered("Omsk").to_dicts()
    made = say(what, 5, was={claim_id(1): seen(before)}, **about)
    look = lambda frame, *more: desk.second_looks(desk.effect([made, *more]).settings, frame)  # noqa: E731
    assert look(delivered("Omsk")).is_empty()
    moved = delivered("Omsk", "Orsk").tail(1)
    assert look(moved).select("what", "field", "was", "now").rows() == [(what, "place", '"Omsk"', '"Orsk"')]
    assert look(moved, undo(9, made)).is_empty()
    looked = say("accept", 8, claims=((1,),), set={ACCEPTED: {SEEN: seen(moved.to_dicts()[0])}})
    assert look(moved, looked).is_empty()
    assert look(delivered("Omsk", "Gai").tail(1), looked)["now"].to_list() == ['"Gai"']
    assert look(moved.with_columns(live=pl.lit(False)))["gone"].to_list() == [True]
    told_again = delivered("Omsk").with_columns(title=pl.lit("Told anew"))
    assert look(told_again).is_empty() == (what in ("merge", "apart"))


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        (say("correct", 9, claims=((77,),), set={"place": "Gai"}), "no claim C"),
        (correct(9, 1), "say what is to be corrected"),
        (correct(9, 1, plce="Gai"), "no field named 'plce'"),
        (correct(9, 1, starts="25.9."), "is no day"),
        (correct(9, 1, quantity__basis="sum"), "no basis named 'sum'"),
        (say("merge", 9, claims=((1,), (2,))), "put apart by J"),
        (say("merge", 9, claims=((3,), (3,))), "one event already"),
        (say("split", 9, claims=((3,), ())), "whole event"),
        (say("split", 9, claims=((3,), (4,))), "is not of that event"),
        (say("label", 9, event=5, set={"label": "Gai: fire"}), "decided already by J"),
        (say("label", 9, event=6, set={"label": " "}), "give a label"),
        (say("undo", 9, undoes=("Jabc",)), "no decision Jabc"),
        (say("add", 9, set={"kind": "protest"}), "needs a date"),
        (decided("pin", when=at(9), who="Ada", because=" ", event=1), "say why"),
    ],
)
def test_what_can_t_be_decided_is_told_in_one_line(wrong: Decision, line: str) -> None:
    before = [say("split", 1, claims=((1,), (2,))), say("label", 2, event=5, set={"label": "Gai: fire"})]
    with pytest.raises(UsageError, match=line) as told:
        desk.check(wrong, before, EVENTS)
    assert "\n" not in str(told.value)


def test_what_is_undone_can_t_be_undone_again() -> None:
    hide = say("hide", 1, claims=((1,),), set={"hidden": True})
    with pytest.raises(UsageError, match="taken back already"):
        desk.check(undo(3, hide), [hide, undo(2, hide)], EVENTS)


@settings(max_examples=40, deadline=None)
@given(made=decisions())
def test_the_file_gives_back_what_was_written(made: list[Decision], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("raw")
    with desk.opened(folder) as journal:
        journal.append(made)
    assert desk.read(folder) == made


def test_half_a_line_is_left_out_and_stays_alone(tmp_path: Path) -> None:
    first, second = correct(1, 1, place="Gai"), correct(2, 1, place="Kyra")
    with desk.opened(tmp_path) as journal:
        journal.append([first])
    path = tmp_path / "decisions.jsonl"
    path.write_bytes(path.read_bytes() + b'{"id": "Jhalf", "when": "2022-09')
    assert desk.read(tmp_path) == [first]
    with desk.opened(tmp_path) as journal:
        journal.append([second])
    assert desk.read(tmp_path) == [first, second]


def test_a_line_that_is_no_decision_is_named(tmp_path: Path) -> None:
    (tmp_path / "decisions.jsonl").write_text(json.dumps({"what": "bless"}) + "\n")
    with pytest.raises(InputError, match="line 1: is no decision"):
        desk.read(tmp_path)


def _decide_often(folder: str, who: str) -> None:
    for number in range(25):
        with desk.opened(Path(folder)) as journal:
            when = journal.moment(BEGIN)
            made = decided("note", when=when, who=who, because="x", event=number, set={"note": who})
            journal.append([made])


def test_two_people_at_once_are_both_taken_in_order(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    people = [context.Process(target=_decide_often, args=(str(tmp_path), who)) for who in ("Ada", "Bob")]
    for person in people:
        person.start()
    for person in people:
        person.join()
    found = desk.read(tmp_path)
    assert len({one.id for one in found}) == 50
    assert len({one.when for one in found}) == 50
    by = [[one.event for one in found if one.who == who] for who in ("Ada", "Bob")]
    assert by == [list(range(25))] * 2


def test_frames_are_declared_for_no_decisions_too() -> None:
    nothing = desk.effect([])
    assert nothing.settings.schema == pl.Schema(SETTINGS)
    assert nothing.links.schema == pl.Schema(LINKS)
