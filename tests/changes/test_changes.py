"""What moved between two moments: each kind of change in its worded line, and nothing that did not move."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import polars as pl
import pytest
from claimed import NOW, THEN, claim, claims, figure, held
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import model
from timeline.changes import Held, changes

LATER = {"version": 2, "known_at": NOW}


def lines(then: Held, now: Held, **told: Any) -> list[tuple[str, str]]:
    found = changes(then, now, countries={"GE": "Georgia"}, kinds={"protest": "protest"}, **told)
    assert found.schema == pl.Schema(model.CHANGES)
    return list(found.select("change", "line").iter_rows())


def test_a_corrected_figure() -> None:
    then = held(claim("C1", quantities=[figure(None, high=10000.0)], speaker="AFP", carrier="BTA", publisher="Novini"))
    now = held(claim("C1", quantities=[figure(10400.0)], **LATER))
    assert lines(then, now) == [
        (
            "revised",
            "Georgia, 26 Sep: arrivals revised from at most 10,000 to 10,400 "
            "(Interior Ministry, in Babel, known 5 Oct 2022; before: AFP, via BTA, in Novini)",
        )
    ]


SHARE = figure(None, unit="percent", measure="share", direction=None)
HELD = figure(None, measure="detained", direction=None)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ([SHARE | {"value": 98.4}], [SHARE | {"value": 99.0}], "share revised from 98.4 percent to 99 percent"),
        ([HELD | {"value": 13.0, "low": 13.0}], [HELD | {"low": 14.0, "high": 1500.0}],
         "number detained revised from at least 13 to 14–1,500"),
        ([figure(5.0)], [figure(5.0), figure(3.0, direction="out", who="Russian citizens")],
         "departures of Russian citizens now given: 3"),
        ([figure(5.0), figure(38.0, measure="cities", unit="cities", direction=None)], [figure(5.0)],
         "cities no longer given, 38 before"),
        ([figure(17000.0, scope="south")], [figure(17000.0, scope="all checkpoints")],
         "17,000 arrivals (south) revised to 17,000 arrivals (all checkpoints)"),
        ([figure(-3.0, measure="balance", direction=None)], [figure(-4000.0, measure="balance", direction=None)],
         "balance revised from -3 to -4,000"),
    ],
)  # fmt: skip
def test_figures_in_words(before: list[Any], after: list[Any], told: str) -> None:
    found = changes(held(claim("C1", quantities=before)), held(claim("C1", quantities=after, **LATER)))
    assert found["told"].to_list() == [f"Georgia, 26 Sep: {told}"]


def test_other_things_that_a_claim_says() -> None:
    then = held(claim("C1", title="Crowd at a bridge", place="Kazan", modality="asserted"))
    now = held(claim("C1", title="Crowd at a bridge", place="Ufa", modality="denied", kind="protest", **LATER))
    ((change, line),) = lines(then, now)
    assert change == "revised"
    assert line.startswith("26 Sep (denied): “Crowd at a bridge”: now denied, before told as a fact; now told as ")
    assert "now told as “protest”, before as “border crossing”" in line
    assert "place revised from Kazan to Ufa" in line


def test_small_things_are_told_when_there_is_nothing_greater() -> None:
    small = lines(held(claim("C1")), held(claim("C1", note="One more word.", **LATER)))
    assert small[0][1].startswith("26 Sep: “Russians enter Georgia”: note revised (")
    both = lines(held(claim("C1", place="Kazan")), held(claim("C1", place="Ufa", note="One more word.", **LATER)))
    assert "note" not in both[0][1]


def test_dated_anew() -> None:
    now = held(claim("C1", starts=date(2022, 9, 1), ends=date(2022, 9, 30), precision="month", **LATER))
    assert lines(held(claim("C1")), now) == [
        (
            "redated",
            "“Russians enter Georgia” re-dated from 26 Sep 2022 to Sep 2022 "
            "(Interior Ministry, in Babel, known 5 Oct 2022)",
        )
    ]


def test_withdrawn_whole_and_in_part() -> None:
    one, other = claim("C1"), claim("C2", event_id="EC1", speaker="AFP")
    gone = pl.DataFrame({"claim_id": ["C1", "C2"], "cause": "delivery", "known_at": NOW})
    ((change, line),) = lines(held(one, other), held(), gone=gone)
    assert change == "withdrawn"
    assert (
        line == "26 Sep: “Russians enter Georgia” withdrawn "
        "(Interior Ministry, in Babel, known 5 Oct 2022; 1 more report; gone since 5 Oct 2022)"
    )
    ((_, line),) = lines(held(one, other), held(one), gone=gone)
    assert "report withdrawn, one other report stands (AFP, in Babel" in line


def test_new_happenings_and_further_reports() -> None:
    known = claim("C1")
    report = claim("C2", event_id="EC1", speaker="AFP", first_known_at=NOW, known_at=NOW)
    fresh = claim(
        "C3", place="Kazan", title="Office on fire", first_known_at=NOW, known_at=NOW, publisher=None, speaker=None
    )
    assert lines(held(known), held(known, report, fresh)) == [
        ("new", "26 Sep: Russians enter Georgia; a further report (AFP, in Babel, known 5 Oct 2022)"),
        ("new", "Kazan, 26 Sep: Office on fire (feed border, known 5 Oct 2022)"),
    ]


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (figure(4199.0, direction="out", who="Russian citizens"), ", 4,199 departures of Russian citizens"),
        (figure(100.0, low=100.0, measure="detained", direction=None), ", at least 100 detained"),
        (figure(16.0, measure="length", unit="km", direction=None), ", length: 16 km"),
        (figure(300000.0, measure="call-up", basis="target", direction=None), ", planned call-up: 300,000"),
        (figure(None), ""),
    ],
)
def test_the_number_is_told_where_the_title_has_none(number: dict[str, Any], told: str) -> None:
    found = changes(held(), held(claim("C1", quantities=[number])))
    assert found["told"].to_list() == [f"26 Sep: Russians enter Georgia{told}"]
    found = changes(held(), held(claim("C1", title="Ten enter Georgia", quantities=[number])))
    assert found["told"].to_list() == ["26 Sep: Ten enter Georgia"]


def test_who_is_cited_is_who_says_what_the_line_says() -> None:
    early = claim("C1", event_id="E", title="Ten enter Georgia", speaker="AFP", importance=1, first_known_at=NOW)
    late = claim("C2", event_id="E", title="Two enter Georgia", speaker="TASS", importance=1, first_known_at=THEN)
    events = pl.DataFrame({"event_id": ["E"], "title": ["Ten enter Georgia"]})
    found = changes(held(), Held(claims(early, late), events))
    assert found["line"].to_list() == ["26 Sep: Ten enter Georgia (AFP, in Babel, known 27 Sep 2022; 1 more report)"]
    assert found["claim_ids"].to_list() == [["C1", "C2"]]


def test_a_speaker_corrects_a_figure_in_a_later_report() -> None:
    # What the later report does not repeat is not taken back.
    first = claim("C1", quantities=[figure(38.0, measure="cities"), figure(10000.0)], carrier="RIA")
    later = claim("C2", quantities=[figure(10400.0)], carrier="TASS", first_known_at=NOW, known_at=NOW)
    found = changes(held(first), held(first, later))
    assert found["told"].to_list() == ["Georgia, 26 Sep: arrivals revised from 10,000 to 10,400 in a later report"]
    assert found["claim_ids"].to_list() == [["C2", "C1"]]
    other_days = {**later, "starts": date(2022, 9, 27), "ends": date(2022, 9, 27)}
    assert changes(held(first), held(first, other_days))["change"].to_list() == ["new"]
    somebody = {**later, "speaker": "AFP"}
    assert changes(held(first), held(first, somebody))["change"].to_list() == ["new"]
    same = {**later, "quantities": [figure(10000.0)]}
    assert changes(held(first), held(first, same))["change"].to_list() == ["new"]


def test_a_sentence_written_anew_is_revised_not_withdrawn_and_new() -> None:
    """The key of a claim in prose is made of its words, and that of a row without key of all it says."""
    old = claim("C1", document_id="D", quantities=[figure(10000.0)], quote="10,000 came.")
    new = claim("C2", document_id="D", quantities=[figure(10400.0)], quote="10,400 came.", known_at=NOW)
    found = changes(held(old), held({**new, "event_id": "EC1"}))
    assert found["change"].to_list() == ["revised"]
    assert found["told"].to_list() == ["Georgia, 26 Sep: arrivals revised from 10,000 to 10,400"]
    assert found["claim_ids"].to_list() == [["C2", "C1"]]
    assert changes(held(old), held(new))["change"].to_list() == ["revised"]
    elsewhere = {**new, "document_id": "other"}
    assert changes(held(old), held(elsewhere))["change"].to_list() == ["withdrawn", "new"]


def test_put_together_and_apart() -> None:
    one, two = claim("C1", title="A fire"), claim("C2", title="A blaze")
    together = {**two, "event_id": "EC1"}
    decided = pl.DataFrame(
        {
            "who": ["anna"],
            "what": ["merge"],
            "subject": [["C1", "C2"]],
            "because": ["the same night"],
            "known_at": [NOW],
        }
    )
    ((change, line),) = lines(held(one, two), held(one, together), decisions=decided)
    assert change == "merged"
    assert "now told as one happening, 2 before: “A fire” and “A blaze”" in line
    assert line.endswith("; put together by anna, 5 Oct 2022: the same night)")
    apart = decided.with_columns(what=pl.lit("split"))
    ((change, line),) = lines(held(one, together), held(one, two), decisions=apart)
    assert change == "split"
    assert "now told as 2 happenings, one before" in line


def test_a_bridge_between_happenings_is_news() -> None:
    one, two = claim("C1", title="A fire"), claim("C2", title="A blaze")
    bridge = claim("C3", event_id="EC1", first_known_at=NOW, known_at=NOW)
    found = changes(held(one, two), held(one, {**two, "event_id": "EC1"}, bridge))
    assert found["change"].to_list() == ["merged", "new"]
    assert found["cause"].to_list() == ["delivery", "delivery"]


def test_a_hidden_event_is_left_out_though_its_claims_stand() -> None:
    decided = pl.DataFrame(
        {"who": ["anna"], "what": ["hide"], "subject": [["EC1"]], "because": ["a hoax"], "known_at": [NOW]}
    )
    ((change, line),) = lines(held(claim("C1")), held(claim("C1"), events=[]), decisions=decided)
    assert change == "withdrawn"
    assert line.endswith(
        "“Russians enter Georgia” left out of the list "
        "(Interior Ministry, in Babel; left out by anna, 5 Oct 2022: a hoax)"
    )


def test_what_was_withdrawn_or_hidden_is_listed_again() -> None:
    back = claim("C1", version=3, known_at=NOW, title="A fire")
    assert lines(held(), held(back))[0][1].startswith("Georgia, 26 Sep: A fire; listed again (")
    ((change, line),) = lines(held(claim("C1"), events=[]), held(claim("C1")))
    assert (change, "; listed again (" in line) == ("new", True)


@pytest.mark.parametrize("cause", ["extractor", "resolver"])
def test_a_better_reading_is_no_news(cause: str) -> None:
    read = {"cause": cause, **LATER}
    assert lines(held(claim("C1")), held(claim("C1", title="Another", starts=None, **read), claim("C2", **read))) == []
    gone = pl.DataFrame({"claim_id": ["C1"], "cause": cause, "known_at": NOW})
    assert lines(held(claim("C1")), held(), gone=gone) == []
    # Nor is another grouping of the same claims.
    assert lines(held(claim("C1"), claim("C2")), held(claim("C1"), claim("C2", event_id="EC1"))) == []


HOSTILE = "\x1b[31m=cmd|' /C calc'!A0 </script>\u202eevil\u2066 \x00\n\n# [x](javascript:1) " + "long " * 5000


def test_hostile_words_stay_one_short_line() -> None:
    then = held(claim("C1", title=HOSTILE, place=HOSTILE, speaker=HOSTILE, quantities=[figure(1.0, who=HOSTILE)]))
    now = held(claim("C1", title=HOSTILE, place="x", speaker="y", quantities=[figure(2.0, who=HOSTILE)], **LATER))
    for _, line in lines(then, now):
        assert line.isprintable()
        assert len(line) < 1500
    for _, line in lines(held(), held(claim("C1", title=HOSTILE))):
        assert line.isprintable()


def test_odd_numbers_and_dates() -> None:
    odd = [float("nan"), float("inf"), 1e300, -0.0, 0.005]
    pairs = [(f"C{n}", before, after) for n, (before, after) in enumerate(product(odd, odd))]
    then = held(*(claim(name, quantities=[figure(before)]) for name, before, _ in pairs))
    now = held(*(claim(name, quantities=[figure(after)], **LATER) for name, _, after in pairs))
    assert changes(then, now)["line"].is_not_null().all()
    undated = {"starts": None, "ends": None, "precision": None, "value": "-0044"}
    assert changes(held(), held(claim("C1", **undated)))["told"].to_list() == ["-0044: Russians enter Georgia"]


SAID = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["A fire", "A blaze", "", None]),
        "place": st.sampled_from(["Kazan", "Ufa, centre", None]),
        "modality": st.sampled_from(model.MODALITIES),
        "speaker": st.sampled_from(["AFP", "TASS", None]),
        "starts": st.sampled_from([date(2022, 9, 1), date(2022, 9, 26), None]),
        "note": st.sampled_from(["a", "b", None]),
        "quantities": st.lists(
            st.builds(figure, st.sampled_from([1.0, 2.0]), who=st.sampled_from([None, "men"])), max_size=3
        ),
    },
)
ROWS = st.dictionaries(st.sampled_from([f"C{n}" for n in range(6)]), SAID, max_size=6)


@settings(max_examples=25, deadline=None)
@given(ROWS, ROWS)
def test_exactly_the_touched_claims_are_named(before: dict[str, Any], after: dict[str, Any]) -> None:
    """A complete delivery replaces another: what came, went, or says something else, is named, and nothing besides."""
    then = claims(*(claim(name, **said) for name, said in before.items()))
    now = claims(*(_next(name, said, before) for name, said in after.items()))
    found = changes(Held(then), Held(now))
    leading = {ids[0] for ids in found["claim_ids"].to_list()}
    assert leading == {name for name in before.keys() | after.keys() if not _alike(name, before, after)}
    assert changes(Held(now), Held(now)).is_empty()
    assert found["line"].is_not_null().all()


def _next(name: str, said: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    old, new = claim(name, **before[name]) if name in before else None, claim(name, **said)
    return new if old == new else {**new, **LATER} if old else {**new, "known_at": NOW, "first_known_at": NOW}


def _alike(name: str, before: dict[str, Any], after: dict[str, Any]) -> bool:
    """The same claim; an empty text says no more than none, nor does another order of the same numbers."""
    if name not in before or name not in after:
        return False
    one, two = (_plain(claim(name, **said[name])) for said in (before, after))
    return one == two


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    numbers = sorted(map(str, row.get("quantities") or []))
    return {name: value for name, value in {**row, "quantities": numbers}.items() if value}


def test_ten_thousand_claims_in_a_moment() -> None:
    day = timedelta(days=1)
    rows = [
        claim(f"C{n}", starts=date(2022, 1, 1) + (n % 300) * day, quantities=[figure(float(n))]) for n in range(10_000)
    ]
    frame = claims(*rows)
    later = frame.with_columns(version=pl.lit(2, pl.Int32), title=pl.lit("Another"), known_at=pl.lit(NOW))
    started = datetime.now(UTC)
    assert changes(Held(frame), Held(later)).height == 10_000
    assert datetime.now(UTC) - started < timedelta(seconds=20)
