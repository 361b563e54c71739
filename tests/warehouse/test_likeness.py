"""Claims read out of articles join the events of tables by likeness, whatever comes first, and split for good."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from ledger_fixture import ask, claim, delivery, lay_empty, surface

from timeline import dates, desk, model, resolve
from timeline.desk.records import decided
from timeline.ingest.decisions import Judgement, take_decisions
from timeline.resolve import blocking
from timeline.warehouse import decisions
from timeline.warehouse.arrivals import Arrival, Parsed
from timeline.warehouse.engine import fetch, sql
from timeline.warehouse.layout import Layout
from timeline.warehouse.ledger import Ledger, open_ledger


class Rules(Judgement):
    """The rules without a gazetteer."""

    def _places(self, reports: pl.DataFrame) -> pl.DataFrame:
        return model.empty(resolve.PLACES)


def article(spool: Path, key: str, known: str, **said: Any) -> tuple[Arrival, Parsed]:
    """An article with one claim."""
    arrival, parsed = delivery(spool, [claim(f"{key}/1", document_key=key, **said)], feed="news", known=known, path=key)
    document = {"document_key": key, "version": "1", "title": key, "text": "A draft office burned.", "path": key}
    file = Path(f"{parsed.claims}.documents")
    model.conform(pl.DataFrame([document]), model.DOCUMENTS).write_parquet(file)
    return arrival, replace(parsed, documents=file)


def deliveries(spool: Path) -> list[tuple[Arrival, Parsed]]:
    rows = [
        claim("1", target="draft_office"),
        claim("2", place="Omsk", single=True),
        claim("3", place="Omsk", single=True),
    ]
    return [
        delivery(spool, rows, known="2022-09-27"),
        article(spool, "garbled", "2022-09-28", place="Ulyupinsk", target="draft_office"),
        article(spool, "day after", "2022-09-29", starts=date(2022, 9, 27), target="draft_office"),
        article(spool, "elsewhere", "2022-09-30", place="Gai"),
    ]


def end_state(folder: Path, arrived: list[tuple[Arrival, Parsed]]) -> Layout:
    layout = lay_empty(Layout.at(folder / "timeline.duckdb"))
    held: dict[str, list[tuple[Arrival, Parsed]]] = {}
    for arrival, parsed in arrived:
        mine = held.setdefault(arrival.feed, [])
        mine.append((arrival, parsed))
        with open_ledger(layout, rules=Rules()) as ledger:
            newest = ledger.newest(arrival.feed)
            if newest and arrival.order < newest:
                ledger.replay(arrival.feed, mine)
            else:
                ledger.take(arrival, parsed)
    return layout


COUNTED = "SELECT place, claims FROM events ORDER BY ALL"


def test_garbled_and_a_day_apart_it_is_one_event(tmp_path: Path) -> None:
    layout = end_state(tmp_path, deliveries(tmp_path / "spool"))
    assert ask(layout, COUNTED).rows() == [("Gai", 1), ("Omsk", 1), ("Omsk", 1), ("Uryupinsk", 3)]
    reasons = ask(layout, "SELECT reason FROM base.membership ORDER BY reason")["reason"].to_list()
    assert ["a day apart" in reasons[0], "differ by a letter" in reasons[1]] == [True, True]
    then = ask(layout, "SELECT place, claims FROM events_as_of('2022-09-28') ORDER BY ALL").rows()
    assert then == [("Omsk", 1), ("Omsk", 1), ("Uryupinsk", 2)]


@pytest.mark.parametrize("order", [(3, 2, 1, 0), (1, 0, 3, 2), (2, 3, 0, 1)])
def test_in_any_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    check_orders(tmp_path, [order])


@pytest.mark.long
def test_in_every_order(tmp_path: Path) -> None:
    check_orders(tmp_path, list(itertools.permutations(range(4))))


def check_orders(folder: Path, orders: list[tuple[int, ...]]) -> None:
    arrived = deliveries(folder / "spool")
    expected = surface(end_state(folder / "in order", arrived))
    for order in orders:
        told = surface(end_state(folder / str(order), [arrived[place] for place in order]))
        for name, table in expected.items():
            assert table.equals(told[name]), f"{name} differs in order {order}:\n{table}\n{told[name]}"


def test_what_was_put_together_by_likeness_is_split_for_good(tmp_path: Path) -> None:
    arrived = deliveries(tmp_path / "spool")
    layout = end_state(tmp_path, arrived[:3])
    numbers = dict(ask(layout, "SELECT row_key, claim FROM base.claim").iter_rows())
    apart = ((numbers["garbled/1"],), (numbers["1"], numbers["day after/1"]))
    (tmp_path / "raw").mkdir()
    with desk.opened(tmp_path / "raw") as journal:
        journal.append([decided("split", when=dates.now(), who="Ada", because="two towns", claims=apart)])
    with open_ledger(layout, rules=Rules()) as ledger:
        take_decisions(tmp_path / "raw", ledger)
        ledger.take(*arrived[3])
    assert ask(layout, COUNTED).rows() == [("Gai", 1), ("Omsk", 1), ("Omsk", 1), ("Ulyupinsk", 1), ("Uryupinsk", 2)]


TOWNS = ("Uryupinsk", "Ulyupinsk", "Gai", "Omsk")


def written(spool: Path, number: int, version: int) -> tuple[Arrival, Parsed]:
    """An article of which later versions tell of another town and day."""
    told = {"place": TOWNS[(number + version) % 4], "starts": date(2022, 9, 26 + (number * version) % 3)}
    arrival, parsed = article(spool, f"a{number}", f"2022-10-{number + 10 * (version - 1):02}", **told)
    return replace(arrival, complete=False), replace(parsed, rejects=None)


def check_pairs(ledger: Ledger) -> int:
    """The pairs of the ledger are those of all its claims compared anew; gives how many there are."""
    connection = ledger._connection
    connection.execute(sql("scored_world"))
    world = fetch(connection, sql("world_rows", versions="live_version WHERE claim IN (SELECT claim FROM in_world)"))
    order = ["one", "other", "known_at", "known_to"]
    held = fetch(connection, "FROM base.pair").sort(order)
    assert held.rows() == pl.concat(Rules().pairs([world], world)).sort(order).rows()
    return held.height


@pytest.mark.parametrize(("crowded", "at_once"), [(40, 10_000), (2, 1)])
def test_pairs_found_only_around_what_changed_are_those_found_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crowded: int, at_once: int
) -> None:
    monkeypatch.setattr(decisions, "_AT_ONCE", at_once)
    monkeypatch.setattr(blocking, "CROWDED", crowded)
    monkeypatch.setattr(blocking, "NEIGHBOURS", 1 if crowded == 2 else 12)
    monkeypatch.setattr(decisions, "_most", lambda connection: False)
    layout = lay_empty(Layout.at(tmp_path / "timeline.duckdb"))
    (tmp_path / "raw").mkdir()
    table = [claim("1", place="Gai"), claim("2", place="Omsk", single=True), claim("3", place="Uryupinsk")]
    with open_ledger(layout, rules=Rules()) as ledger:
        ledger.take(*delivery(tmp_path / "spool", table, known="2022-09-30"))
        first = ledger.take_together("news", [written(tmp_path / "spool", number, 1) for number in range(1, 7)])
        assert len(first) == 6
        assert check_pairs(ledger) > 2
        for number in (2, 4):
            ledger.take(*written(tmp_path / "spool", number, 2))
            check_pairs(ledger)
        ledger.take(*delivery(tmp_path / "spool", table[1:], known="2022-10-20", complete=True, allow_shrink=True))
        check_pairs(ledger)
        numbers = dict(fetch(ledger._connection, "SELECT row_key, claim FROM base.claim").iter_rows())
        with desk.opened(tmp_path / "raw") as journal:
            journal.append([moved(numbers["a1/1"]), moved(numbers["3"])])
        take_decisions(tmp_path / "raw", ledger)
        check_pairs(ledger)
        ledger.take_together("news", [written(tmp_path / "spool", number, 1) for number in (7, 8, 9)])
        check_pairs(ledger)
        with desk.opened(tmp_path / "raw") as journal:
            undone = decided("undo", when=dates.now(), who="Ada", because="no", undoes=(journal.decisions[0].id,))
            journal.append([undone])
        take_decisions(tmp_path / "raw", ledger)
        check_pairs(ledger)
        assert fetch(ledger._connection, "SELECT claim FROM base.claim").height == 12


def test_claims_that_were_of_another_kind_once_stay_alike_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocking, "CROWDED", 2)
    monkeypatch.setattr(blocking, "NEIGHBOURS", 2)
    monkeypatch.setattr(decisions, "_AT_ONCE", 1)
    monkeypatch.setattr(decisions, "_most", lambda connection: False)
    spool = tmp_path / "spool"
    with open_ledger(lay_empty(Layout.at(tmp_path / "timeline.duckdb")), rules=Rules()) as ledger:
        for day, kind in ((1, "office_attack"), (3, "protest")):
            for place, key in enumerate("ab"):
                arrival, parsed = article(spool, key, f"2022-10-{day + place:02}", kind=kind)
                ledger.take(replace(arrival, complete=False), replace(parsed, rejects=None))
        assert check_pairs(ledger) > 1
        for day, key in enumerate("cde", start=5):
            arrival, parsed = article(spool, key, f"2022-10-{day:02}", kind="protest")
            ledger.take(replace(arrival, complete=False), replace(parsed, rejects=None))
            check_pairs(ledger)


def moved(claim: int) -> desk.Decision:
    """A person's word that it was in Gai."""
    told = {"when": dates.now(), "who": "Ada", "because": "seen"}
    return decided("correct", **told, claims=((claim,),), set={"place": "Gai"}, was={"place": None})


def test_tallies_of_other_targets_are_counts_of_their_own(tmp_path: Path) -> None:
    layout = lay_empty(Layout.at(tmp_path / "timeline.duckdb"))
    whats = (("1", "tally", "draft_office"), ("2", "tally", "administration"), ("3", "tally", "draft_office"))
    rows = [claim(key, form=form, target=target) for key, form, target in whats]
    rows += [claim("4", target="draft_office"), claim("5", target=None)]
    with open_ledger(layout, rules=Judgement()) as ledger:
        ledger.take(*delivery(tmp_path / "spool", rows, known="2022-10-01"))
    found = ask(layout, "SELECT form, claims, target FROM events ORDER BY ALL").rows()
    assert found == [
        ("incident", 2, "draft_office"),
        ("tally", 1, "administration"),
        ("tally", 2, "draft_office"),
    ]
