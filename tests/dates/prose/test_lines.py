"""JSON lines: every bad line gets one message with its number, the others are answered."""

from __future__ import annotations

import json

import pytest

from timeline.dates.prose.lines import answer, read_published

GOOD = b'{"id": 7, "text": "It ended on 3 May 1917 and last week.", "published": "2022-09-27"}\n'


def test_fields_of_an_answer() -> None:
    [(reply, message)] = list(answer([GOOD]))
    assert message == ""
    said = json.loads(reply)
    assert said["id"] == 7
    assert said["expressions"][0] == {
        "start": 12,
        "end": 22,
        "text": "3 May 1917",
        "type": "DATE",
        "value": "1917-05-03",
        "starts": "1917-05-03",
        "ends": "1917-05-03",
        "precision": "day",
        "rule": "day-month",
    }
    assert said["expressions"][1]["value"] == "2022-W38"
    assert (said["expressions"][1]["starts"], said["expressions"][1]["ends"]) == ("2022-09-19", "2022-09-25")


def test_an_offset_from_an_event_tells_its_whole_phrase() -> None:
    [(reply, _)] = list(answer([b'{"text": "Two days after it was closed, they fled.", "published": "2022-09-27"}']))
    [said] = json.loads(reply)["expressions"]
    assert (said["text"], said["starts"]) == ("Two days", None)
    assert said["phrase"] == {"start": 0, "end": 28, "text": "Two days after it was closed"}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{nope", "not JSON"),
        (b'"words"', "a JSON str, not an object"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"id": 1}', "text is missing"),
        (b'{"text": 5}', "text is a int"),
        (b'{"text": "now", "published": "2022-02-31"}', "published '2022-02-31' is no date"),
        (b'{"text": "now", "published": "yesterday"}', "published 'yesterday' is no date"),
        (b'{"text": "now", "published": 20220927}', "published is a int"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_answered(line: bytes, says: str) -> None:
    replies = list(answer([GOOD, line, b"\n", GOOD]))
    assert [bool(message) for _, message in replies] == [False, True, False]
    assert replies[1][1].startswith("line 2: ")
    assert says in replies[1][1]
    assert "\n" not in replies[1][1]


def test_without_publication_date_nothing_is_made_up() -> None:
    [(reply, _)] = list(
        answer([b'{"text": "On 3 May 1917 and yesterday, on Monday, last week, this year and in June."}'])
    )
    found = json.loads(reply)["expressions"]
    assert found[0]["starts"] == "1917-05-03"
    assert [each["starts"] for each in found[1:5]] == [None] * 4
    alone = json.loads(
        next(answer([b'{"text": "Yesterday, on Monday, last week, this year, in June, two weeks ago."}']))[0]
    )
    assert len(alone["expressions"]) == 6
    assert {each["starts"] for each in alone["expressions"]} == {None}


def test_explain_names_anchor_and_what_was_turned_down() -> None:
    line = b'{"text": "They met in June.", "published": "2022-09-27"}'
    [(reply, _)] = list(answer([line], explain=True))
    [found] = json.loads(reply)["expressions"]
    assert (found["rule"], found["value"], found["anchor"]) == ("month", "2022-06", "2022-09-27")
    assert any("2023-06" in other for other in found["alternatives"])


def test_published_may_be_a_timestamp() -> None:
    assert str(read_published("2022-09-27T23:30:00+03:00")) == "2022-09-27"
    assert str(read_published("2022-09-27T23:30:00Z")) == "2022-09-27"
    assert read_published(None) is None
