"""What stands in a briefing, where, and which numbers its sources get."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from materials import claim, event, material, ordinary

from timeline import briefing, model
from timeline.briefing import plain
from timeline.briefing.composing import Ahead, Changes, Told
from timeline.briefing.content import Entries, Points, Sources
from timeline.briefing.entries import chosen_events


def _cited(told: briefing.Briefing) -> list[int]:
    """The numbers in the order in which a reader meets them."""
    found = []
    for section in told.sections:
        for block in section.blocks:
            if isinstance(block, Points):
                found += [number for line in block.lines for number in line.cites]
            if isinstance(block, Entries):
                found += [number for entry in block.entries for number in entry.what.cites]
    return found


def test_the_order_of_the_sections() -> None:
    told = briefing.compose(ordinary())
    keys = [section.key for section in told.sections]
    assert keys == ["findings", "timeline", "rolling", "counts", "changes", "events", "sources", "notes", "ahead"]


def test_sources_are_numbered_once_in_order_of_first_use() -> None:
    told = briefing.compose(ordinary())
    section = told.section("sources")
    assert section is not None
    block = section.blocks[0]
    assert isinstance(block, Sources)
    assert [source.number for source in block.sources] == list(range(1, 13))
    assert [source.url for source in block.sources[:2]] == ["https://paper.example/4", "https://paper.example/1"]
    first_use = list(dict.fromkeys(_cited(told)))
    assert first_use[:2] == [1, 2]
    assert set(first_use) <= set(range(1, 13))


def test_claims_of_one_address_are_one_source() -> None:
    claims = [claim(number, 0, url="https://paper.example/same") for number in range(3)]
    told = briefing.compose(material([event(0)], claims))
    section = told.section("sources")
    assert section is not None
    assert len(section.blocks[0].sources) == 1  # type: ignore[union-attr]


def test_a_quote_stands_with_its_speaker_and_its_source() -> None:
    told = briefing.compose(ordinary())
    entries = told.section("events").blocks[0].entries  # type: ignore[union-attr]
    quotes = entries[0].quotes
    assert quotes[0].text == "“It happened, said 0.” — Speaker 0"
    assert quotes[0].cites


def test_what_is_not_asserted_says_so() -> None:
    events = [event(0, status="denied"), event(1, status="planned"), event(2)]
    told = briefing.compose(material(events, [claim(n, n) for n in range(3)]))
    entries = told.section("events").blocks[0].entries  # type: ignore[union-attr]
    assert [one.what.text for one in entries] == ["Denied: Event 0", "Planned: Event 1", "Event 2"]


def test_the_most_important_events_are_listed_in_the_order_of_time() -> None:
    rows = [event(n, importance=3 if n % 2 else 1) for n in range(9)] + [event(20, importance=3, pinned=True)]
    frame = pl.DataFrame(rows, schema=model.EVENTS).sort("starts")
    kept = chosen_events(frame, 4)
    assert kept.height == 4
    assert kept["starts"].is_sorted()
    assert event(20)["event_id"] in kept["event_id"]
    assert kept.filter(pl.col("importance") == 1).height == 3


def test_ahead_is_planned_and_overdue() -> None:
    planned = [
        event(0, status="planned", starts=date(2022, 11, 1), ends=date(2022, 11, 1)),
        event(1, status="planned", starts=date(2022, 9, 22), ends=date(2022, 9, 22)),
        event(2, status="planned", starts=None, ends=None),
    ]
    frame = pl.DataFrame(planned, schema=model.EVENTS)
    told = briefing.compose(replace(ordinary(), ahead=Ahead(date(2022, 10, 7), frame)))
    lines = [line.text for line in told.sections[-1].blocks[0].lines]  # type: ignore[union-attr]
    assert lines[0].startswith("Planned, 1 Nov 2022: Event 0 (Moscow, Russia), according to Speaker 0 and Speaker 1")
    assert lines[1].startswith("Planned, no date given: Event 2")
    assert lines[2].startswith("Overdue, 22 Sep 2022: Event 1")
    assert lines[2].endswith("no report that it happened.")


def test_what_changed_names_its_moment_or_that_there_is_none() -> None:
    first = briefing.compose(ordinary()).section("changes")
    assert first is not None
    assert "issued" in first.blocks[0].line.text  # type: ignore[union-attr]
    moved = replace(
        ordinary(), changes=Changes("28 September 2022", [Told("New. Event 1", (claim(2, 1)["claim_id"],))])
    )
    section = briefing.compose(moved).section("changes")
    assert section is not None
    assert section.heading == "What changed since 28 September 2022"
    assert section.blocks[0].lines[0].cites  # type: ignore[union-attr]


def test_nothing_known() -> None:
    told = briefing.compose(material([], []))
    said = repr(told)
    assert "Nothing is known of what this briefing asks for." in said
    assert "No events are known in these days." in said


@given(st.lists(st.text(max_size=300), max_size=12), st.booleans())
def test_a_paragraph_has_at_most_80_words(findings: list[str], alarm: bool) -> None:
    told = replace(ordinary(), findings=[Told(text) for text in findings], alarm=alarm, state="Feed x failed")
    assert len(briefing.paragraph(told).split()) <= 80


def test_a_paragraph_begins_with_what_failed_and_ends_with_as_of_when() -> None:
    told = replace(ordinary(), alarm=True, state="Feed border failed since Monday")
    assert briefing.paragraph(told) == (
        "Feed border failed since Monday. At least six protests. Known as of 7 October 2022."
    )


@given(st.text(max_size=200))
def test_only_addresses_are_links(text: str) -> None:
    found = plain.link(text)
    assert found is None or (found.lower().startswith(("http://", "https://")) and not set(found) & set("\"'<>\\ \n"))
    assert plain.link(f"javascript:{text}") is None


@given(st.text())
def test_clean_text_is_one_visible_line(text: str) -> None:
    told = plain.clean(text)
    assert len(told) <= plain.LONGEST
    assert not set(told) & set("\n\r\t\x00\x1b\u202e\u2028\ud800")


@given(st.lists(st.integers(1, 60), max_size=20))
def test_ranges_say_exactly_the_numbers(numbers: list[int]) -> None:
    told = plain.ranges(numbers)
    found: set[int] = set()
    for part in filter(None, told.split(", ")):
        first, _, last = part.partition("–")
        found |= set(range(int(first), int(last or first) + 1))
    assert found == set(numbers)
