"""What was learned beside the rules: tables of weights, numbers that no rule reads, and their sense."""

from __future__ import annotations

import pytest
from sample import DAY, claims, knowledge, saying

from timeline.extract import basing
from timeline.extract.document import look_at
from timeline.extract.nearby import nearby, within
from timeline.extract.tables import STEP, ZERO, packed, unpacked
from timeline.extract.unread import UNREAD, unread


def test_marks_may_hold_any_sign_but_spaces_and_ends_of_lines() -> None:
    names, marks = {"a": -1.5, "b": 0.25}, ["\u00a0", "\u2028x", "plain", "é"]
    steps = bytes(range(100, 100 + len(names) * len(marks)))
    table = unpacked(packed(names, marks, steps))
    assert list(table.rows) == marks
    assert table.log_odds([["\u2028x", "none"]]).tolist() == [[-1.5 + (102 - ZERO) * STEP, 0.25 + (103 - ZERO) * STEP]]
    assert unpacked(packed(names, [], b"")).log_odds([["plain"]]).tolist() == [[-1.5, 0.25]]
    for bad in ("two words", "two\nlines", ""):
        with pytest.raises(ValueError, match="blank"):
            packed(names, [bad], bytes(2))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The count stood at 301 by Monday.", [(301.0, "people")]),
        ("Between 40 and 60 more came.", [(40.0, "people")]),
        ("In 2014 a dozen did.", [(12.0, "people")]),
        ("No number is here, nor in 1999.", []),
        ("Some 700 barrels leaked.", [(700.0, "barrels")]),
        ("Call 0800 123 4567 from Terminal 5.", []),
    ],
)
def test_numbers_in_which_no_rule_reads_a_count_are_found(text: str, told: list[tuple[float, str]]) -> None:
    document = look_at(text, DAY, knowledge()[1])
    found = list(unread(document.tokens, *document.units.sentences[0], []))
    assert [(each.value, each.unit) for each in found] == told
    assert all(UNREAD in each.cues and text[each.start : each.end] for each in found)
    everything = [(0, len(text))]
    assert list(unread(document.tokens, *document.units.sentences[0], everything)) == []


def test_a_number_is_known_by_the_words_about_it() -> None:
    document = look_at("Rain fell. About 3,600 cars were waiting.", DAY, knowledge()[1])
    (cars,) = document.quantities_in(1)
    assert within(document, cars) == ["about", "car"]
    assert nearby(document, cars) == [">were", ">wait", ">.", "+were"]


def test_the_learned_sense_of_a_number_prevails_but_over_a_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    def senses(text: str, sense: str) -> list[str]:
        table = saying("kind|border_crossing", sense, ("flow", "since", "stock", "target"))
        monkeypatch.setattr(basing, "table", lambda _: table)
        return [each["basis"] for one in claims(text) for each in one["quantities"]]

    assert senses("Some 4,000 people crossed into Chad on Monday.", "target") == ["target"]
    assert senses("Some 4,000 people crossed into Chad on Monday.", "stock") == ["stock"]
    assert senses("Refugees crossed into Chad at 400 people an hour on Monday.", "stock") == ["flow"]


@pytest.mark.parametrize(
    ("text", "kind", "sense"),
    [
        ("Russia plans to call up 300,000 reservists, the minister said.", "mobilization_order", "target"),
        ("About 3,600 cars were waiting at the Georgian border on Tuesday.", "border_queue", "stock"),
        ("Some 98,000 people have entered Kazakhstan since September 21.", "border_crossing", "since"),
        ("A bomb killed 43 people at a market in Basra on Monday.", "armed_attack", "flow"),
        ("The death toll from Monday's earthquake has risen to 2,300.", "disaster", "since"),
        ("The minister said 900 more troops will be sent to Mali next week.", "deployment", "target"),
        ("Some 250 people are still in custody, police said on Monday.", "detention", "stock"),
    ],
)
def test_what_comes_with_the_program_knows_the_plain_senses(text: str, kind: str, sense: str) -> None:
    found = [each["basis"] for one in claims(text) if one["kind"].startswith(kind) for each in one["quantities"]]
    assert found == [sense]
