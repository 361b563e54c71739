"""What was learned beside the rules: tables of weights, numbers that no rule reads, their sense, and days not named."""

from __future__ import annotations

from datetime import date

import pytest
from sample import DAY, claims, knowledge, shown

from timeline.extract import basing, dayless
from timeline.extract.assembly import weighed
from timeline.extract.document import Document, look_at
from timeline.extract.drafts import Draft
from timeline.extract.nearby import nearby, within
from timeline.extract.tables import STEP, ZERO, Table, of_steps, packed, unpacked
from timeline.extract.unread import UNREAD, unread

TUESDAY, MONDAY = date(2022, 9, 27), date(2022, 9, 26)


def saying(mark: str, name: str, names: tuple[str, ...]) -> Table:
    """A table in which one mark speaks for one name as loudly as any can."""
    return of_steps(dict.fromkeys(names, 0.0), [mark], bytes(255 if each == name else ZERO for each in names))


def drafts_of(text: str, published: date | None = DAY) -> tuple[Document, list[Draft]]:
    return weighed(text, published, *knowledge())


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


TWO_DAYS = "Rebels shelled Bria on Monday. They fired at a school. On Tuesday troops arrived in the town."


def test_the_days_that_a_claim_may_have_are_those_that_the_text_names_and_that_of_publication() -> None:
    document, drafts = drafts_of(TWO_DAYS)
    fired = next(draft for draft in drafts if draft.sentence == 1)
    fired.dating = None
    told = {(one.dating.starts, one.dating.ends): one for one in dayless.Days(document).choices(fired)}
    assert {days: set(one.reasons) for days, one in told.items()} == {
        (DAY, DAY): {"today"},
        (MONDAY, MONDAY): {"before", "first", "usual"},
        (TUESDAY, TUESDAY): {"behind"},
        (MONDAY, DAY): {"since"},
    }
    receipt = told[MONDAY, MONDAY].dating
    assert (receipt.basis, receipt.text, receipt.precision) == ("context", "Monday", "day")
    assert told[MONDAY, MONDAY].reasons["before"] == 1


def test_the_likeliest_days_are_taken_with_their_receipt(monkeypatch: pytest.MonkeyPatch) -> None:
    for reason, day, basis in (("behind", TUESDAY, "context"), ("today", DAY, "publication")):
        monkeypatch.setattr(dayless, "table", lambda _, reason=reason: saying(f"for|{reason}", "day", ("day",)))
        found = next(one for one in claims(TWO_DAYS) if "school" in one["quote"])
        assert (found["starts"], found["ends"], found["date_basis"]) == (day, day, basis)


def test_days_that_words_name_are_left_alone_and_none_is_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dayless, "table", lambda _: saying("for|behind", "day", ("day",)))
    first = claims(TWO_DAYS)[0]
    assert (first["starts"], first["date_basis"]) == (MONDAY, "explicit")
    undated = claims("Rebels shelled Bria. On September 27, 2022, troops arrived in the town.", None)
    assert undated[0]["starts"] is None


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_day_of_publication_from_which_nothing_can_be_reckoned_is_none(day: date) -> None:
    found = claims("Rebels shelled Bria. Since Monday two men have been killed, after a blast two years ago.", day)
    assert found
    assert {(one["starts"], one["ends"]) for one in found} == {(None, None)}


def test_a_day_in_a_clause_set_in_is_not_even_weighed() -> None:
    document, drafts = drafts_of("Egypt, whose king was toppled in a coup on Monday, reinforced its post at Sallum.")
    days = dayless.Days(document)
    for draft in (each for each in drafts if each.root == "deployment"):
        assert MONDAY not in {one.dating.starts for one in days.choices(draft)}


def test_what_follows_a_dated_sentence_is_of_its_day_though_the_rules_take_that_of_publication() -> None:
    text = (
        "LIMA (Reuters) - Gunmen stormed the ambassador's residence in Lima on Monday and took some 400 guests hostage."
        "\n\nPolice sealed off the district. President Alberto Fujimori declared a state of emergency in the capital."
        "\n\nOn Tuesday the rebels freed 80 women."
    )
    (by_rules,) = (each.dating for each in drafts_of(text)[1] if each.kind == "legislation.martial_law")
    assert (by_rules.starts, by_rules.basis) == (DAY, "publication")
    (found,) = (one for one in shown(text) if one["kind"] == "legislation.martial_law")
    assert (found["starts"], found["date_basis"], found["date_text"]) == (MONDAY, "context", "Monday")


def test_since_a_happening_that_the_text_has_dated_is_since_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dayless, "table", lambda _: saying("for|today", "day", ("day",)))
    text = "Putin ordered a mobilization on September 21. About 98,000 people crossed into Chad since the mobilization."
    crossing = next(one for one in claims(text) if one["kind"].startswith("border_crossing"))
    assert (crossing["starts"], crossing["ends"]) == (date(2022, 9, 21), DAY)
