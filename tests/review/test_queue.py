"""What wants a person's eye: in the order of harm, gone when accepted, back when the claim has changed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from review_world import ROWS, World

from timeline.errors import UsageError
from timeline.ingest.reviewing import wish
from timeline.ingest.run import ingest
from timeline.report.database import open as open_database
from timeline.report.passages import passages

NOW = datetime(2022, 10, 3, tzinfo=UTC)


def sorts(world: World) -> dict[str, str]:
    return dict(world.queue().select("item", "sort").iter_rows())


def test_the_worst_comes_first_and_everything_is_said(world: World) -> None:
    found = world.queue(now=NOW, cadences={"border": 1, "news": None})
    assert found["harm"].is_sorted(descending=True)
    assert found["item"].n_unique() == found.height
    told = dict(found.select("sort", "why").iter_rows())
    assert found["sort"][0] == "outlier"
    assert "about 1108 times off its series, where 7500 is usual" in told["outlier"]
    assert told["future"] == "told as done, but dated 2022-10-26, after it was told"
    assert "the document has no publication date" in told["no anchor"]
    assert "Volgograd lies in Volgograd Oblast" in told["merge"]
    assert told["unsure"].startswith("confidence 0.")
    assert "one is due every 1 days" in told["quiet"]
    assert set(told) == {"outlier", "future", "no anchor", "merge", "unsure", "quiet"}


def test_filters_and_limit(world: World) -> None:
    assert set(world.queue(kinds=["border_crossing"])["sort"]) == {"outlier", "future", "unsure"}
    assert set(world.queue(feeds=["news"], now=NOW)["sort"]) == {"no anchor", "merge"}
    assert world.queue(limit=2).height == 2
    with pytest.raises(UsageError, match="leave out --as-of"):
        world.queue(as_of=datetime.now(UTC))


def test_what_is_accepted_comes_back_only_when_the_claim_has_changed(world: World) -> None:
    outlier = world.claim("5")
    assert sorts(world)[outlier] == "outlier"
    world.say("accept", outlier)
    assert outlier not in sorts(world)
    world.say("note", outlier, note="called them")
    assert outlier not in sorts(world)
    made = world.say("correct", outlier, **{"quantity.value": 9314000})
    assert sorts(world)[outlier] == "outlier"
    world.say("undo", made.decisions[0].id)
    assert outlier not in sorts(world)


def test_events_put_apart_are_not_proposed_again(world: World) -> None:
    pair = world.queue().filter(sort="merge").row(0, named=True)
    made = world.say("apart", *pair["claims"])
    assert pair["item"] not in sorts(world)
    with pytest.raises(UsageError, match="put apart"):
        world.say("merge", *pair["ids"])
    world.say("undo", made.decisions[0].id)
    assert sorts(world)[pair["item"]] == "merge"
    world.say("merge", *pair["ids"])
    assert pair["item"] not in sorts(world)
    with pytest.raises(UsageError, match="one event already"):
        world.say("merge", *pair["ids"])


def test_what_a_person_has_corrected_is_no_longer_as_the_machine_read_it(world: World) -> None:
    unsure = world.claim("4")
    undated = world.queue().filter(sort="no anchor").row(0, named=True)["item"]
    for claim in (unsure, undated):
        world.say("correct", claim, place="Imatra")
    assert unsure not in sorts(world)
    assert sorts(world)[undated] == "no anchor"
    world.say("correct", undated, starts="2022-09-26", ends="2022-09-26", precision="day")
    assert undated not in sorts(world)


def test_a_hidden_claim_is_not_asked_about(world: World) -> None:
    world.say("hide", world.claim("6"), hidden=True)
    assert world.claim("5") in sorts(world)
    assert "future" not in sorts(world).values()


def test_a_merge_and_a_label_whose_claims_have_changed_are_shown_for_a_second_look(world: World) -> None:
    one, other = world.claim("1"), world.claim("2")
    made = [world.say("merge", one, other), world.say("label", f"E{one[1:]}", label="Vaalimaa: 3,100")]
    assert {one, other}.isdisjoint(sorts(world))
    later = world.root / "data" / "raw" / "border" / "2022-09-28.csv"
    later.write_text(ROWS.replace("2,2022-09-22,Vaalimaa", "2,2022-09-22,Nuijamaa"), "utf-8")
    ingest(world.settings())
    item = world.queue().filter(item=other).row(0, named=True)
    assert (item["sort"], len(item["decisions"])) == ("second look", 2)
    assert "place was Vaalimaa when its event was merged, and is Nuijamaa at its origin now" in item["why"]
    assert one not in sorts(world)
    world.say("accept", other)
    assert other not in sorts(world)
    assert len(made) == 2


def test_a_hidden_claim_whose_origin_has_changed_is_shown_for_a_second_look(world: World) -> None:
    claim = world.claim("2")
    made = world.say("hide", claim, hidden=True)
    later = world.root / "data" / "raw" / "border" / "2022-09-28.csv"
    later.write_text(ROWS.replace("2,2022-09-22,Vaalimaa,Crossings,6470", "2,2022-09-22,Vaalimaa,Crossings,6500"))
    ingest(world.settings())
    item = world.queue().filter(item=claim).row(0, named=True)
    assert (item["sort"], item["title"]) == ("second look", "Crossings")
    with open_database(world.link) as database:
        assert [passage.cells["value"] for passage in passages(database, item["claims"])] == ["6500"]
    assert item["why"] == "value was 6470 when it was hidden, and is 6500 at its origin now"
    answer = wish(item, "reject", "mended")
    assert answer.ids == (made.decisions[0].id,)
    world.say(answer.what, *answer.ids)
    assert claim not in sorts(world)
    assert world.ask(f"SELECT quantities[1].value FROM claims WHERE claim_id = '{claim}'") == [(6500.0,)]


def test_a_correction_whose_origin_has_changed_is_shown_for_a_second_look(world: World) -> None:
    claim = world.claim("3")
    made = world.say("correct", claim, place="Imatra")
    assert claim not in sorts(world)
    later = world.root / "data" / "raw" / "border" / "2022-09-28.csv"
    for place in ("Nuijamaa", "Niirala"):
        later.write_text(ROWS.replace("3,2022-09-23,Vaalimaa", f"3,2022-09-23,{place}"), "utf-8")
        ingest(world.settings())
        item = world.queue().filter(item=claim).row(0, named=True)
        assert item["sort"] == "second look"
        assert place in item["why"]
        world.say("accept", claim)
        assert claim not in sorts(world)
    answer = wish(item, "reject", "they know better")
    assert (answer.what, answer.ids) == ("undo", (made.decisions[0].id,))
    world.say(answer.what, *answer.ids)
    assert world.ask(f"SELECT place FROM claims WHERE claim_id = '{claim}'") == [("Niirala",)]
