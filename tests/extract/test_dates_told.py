"""Whose day it is: of what happened, of who spoke about it, or of the text itself."""

from __future__ import annotations

from datetime import date
from statistics import fmean

import pytest
from sample import DAY, claims, knowledge

from timeline.extract.assembly import weighed

MONDAY = "2022-09-26"
TODAY = DAY.isoformat()


def days(text: str, kind: str) -> list[tuple[str, str]]:
    """First and last days of the claims of a kind (up to its dot), in order, however sure they are."""
    told = (each for each in claims(text) if each["kind"].partition(".")[0] == kind)
    return [(str(each["starts"]), str(each["ends"])) for each in told]


def days_by_rules(text: str, kind: str) -> list[tuple[str, str]]:
    """The same as the rules have them."""
    _, drafts = weighed(text, DAY, *knowledge())
    told = (draft.dating for draft in drafts if draft.root == kind and draft.dating)
    return [(str(each.starts), str(each.ends)) for each in told]


@pytest.mark.parametrize(
    ("text", "kind", "starts"),
    [
        # The noun's own verb may stand far from it.
        ("The withdrawal of the Belgian troops from the island was completed on Monday.", "deployment", MONDAY),
        # What is due is ahead, in the words of the trigger as before them.
        ("The Security Council is due to discuss the crisis on Monday.", "diplomacy", "2022-10-03"),
        ("The Security Council discussed the crisis on Monday.", "diplomacy", MONDAY),
        # An amount of time is counted on from the day of the text for what is to come, back for what was.
        ("Elections will be held within two weeks, the council said.", "election", TODAY),
        ("Some 900 people have fled to Chad in the last two weeks.", "border_crossing", "2022-09-14"),
        # What is counted from an event is on the day that the text has said for the event, and so is the event.
        (
            "The border with Finland was closed on Sept. 21. Two days after the border was closed, gunmen attacked a"
            " recruitment office.",
            "office_attack",
            "2022-09-23",
        ),
        (
            "The border with Finland was closed on Sept. 21. Two days after the border was closed, gunmen attacked a"
            " recruitment office.",
            "border_restriction",
            "2022-09-21",
        ),
        # What comes after something is the news of the day.
        ("The crackdown comes two days after the king declared an emergency.", "legislation", "2022-09-26"),
        # Nobody has said when it was: there is only a day by which it was over.
        (
            "Two days after the border was closed, gunmen attacked a recruitment office.",
            "border_restriction",
            "None",
        ),
    ],
)
def test_the_day_of_what_is_told(text: str, kind: str, starts: str) -> None:
    assert days(text, kind)[-1][0] == starts


@pytest.mark.parametrize(
    ("text", "kind", "starts"),
    [
        # What was due is ahead; most readers hold that it is over, and so does what was learned.
        ("The Security Council was due to discuss the crisis on Monday.", "diplomacy", "2022-10-03"),
        # What a verb of reaction speaks of has not its day.
        ("The envoy on Monday condemned the bombings of two churches in Lahore.", "armed_attack", TODAY),
        # Plain news in the perfect is of the day, whatever the text has dated before.
        (
            "Egypt moved 900 nurses out of Sudan on Monday. Some 1,500 citizens have been evacuated.",
            "evacuation",
            TODAY,
        ),
    ],
)
def test_the_day_by_the_rules(text: str, kind: str, starts: str) -> None:
    """What was learned from readings has the last word (`test_choosing`); it takes the rules' for one sign."""
    assert days_by_rules(text, kind)[-1][0] == starts


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        # The noun behind a day has it as its own; what has gone on since then lasts.
        ("Gunmen have been sought since the August 3 bombing of a clinic in Osh.", "armed_attack", ("08-03", "08-03")),
        ("Since Monday's bombing of a clinic in Osh the roads have been closed.", "armed_attack", ("09-26", "09-26")),
        ("Since Monday's attack on the camp, 300 people have been arrested.", "detention", ("09-26", "09-28")),
        ("Since Monday's vote troops have shelled the town.", "armed_attack", ("09-26", "09-28")),
        ("Since Monday's vote 30 were arrested in Osh.", "detention", ("09-26", "09-28")),
        ("Since Monday's vote in the hills of Osh troops shelled the town.", "armed_attack", ("09-26", "09-28")),
        ("Troops have shelled the town since Monday's vote.", "armed_attack", ("09-26", "09-28")),
        ("Since Monday clashes in Osh have killed 40 people.", "armed_attack", ("09-26", "09-28")),
        ("Troops have shelled the town since Monday.", "armed_attack", ("09-26", "09-28")),
        ("Since the January coup rebels have shelled the town.", "armed_attack", ("01-01", "09-28")),
        ("Gunmen are sought since an August 3 bombing of a clinic in Osh.", "armed_attack", ("08-03", "08-03")),
        ("Gunmen are sought since the deadly August 3 bombing in Osh.", "armed_attack", ("08-03", "08-03")),
        # Weeks are counted to the day, but if they are told roughly or from what is no day.
        ("Rebels attacked the town a week ago.", "armed_attack", ("09-21", "09-21")),
        ("Rebels attacked the town two weeks ago.", "armed_attack", ("09-14", "09-14")),
        ("Rebels attacked the town about two weeks ago.", "armed_attack", ("09-12", "09-18")),
        ("Rebels attacked the town over a week ago.", "armed_attack", ("09-19", "09-25")),
        ("Rebels attacked the town a week and a half ago.", "armed_attack", ("09-12", "09-18")),
        ("Rebels have shelled the town since two weeks ago.", "armed_attack", ("09-14", "09-28")),
        ("Envoys met last weekend. Two weeks earlier rebels attacked Osh.", "armed_attack", ("09-05", "09-11")),
        ("Rebels attacked the town in late September.", "armed_attack", ("09-21", "09-28")),
    ],
)
def test_from_when_to_when(text: str, kind: str, wanted: tuple[str, str]) -> None:
    assert days_by_rules(text, kind)[0] == tuple(f"2022-{day}" for day in wanted)


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("Rebels attacked the town in late May.", "2024-05-01", "2024-05-10"),
        ("Rebels have shelled the town since late May.", "2024-05-01", "2024-05-10"),
        ("Troops will attack the town in late May.", "2024-05-21", "2024-05-31"),
    ],
)
def test_what_has_happened_late_in_a_month_that_is_not_over(text: str, starts: str, ends: str) -> None:
    told = [(each["starts"], each["ends"]) for each in claims(text, date(2024, 5, 10))]
    assert [tuple(map(str, days)) for days in told] == [(starts, ends)]


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (
            "Doctors flew to Kabul on Monday with medicine for four hundred victims of terrorist attacks.",
            "Terrorist attacks killed six people in Kabul on Monday.",
        ),
    ],
)
def test_what_only_explains_another_happening_takes_no_day_from_it(known: str, told: str) -> None:
    assert (MONDAY, MONDAY) not in days_by_rules(known, "armed_attack")
    assert (MONDAY, MONDAY) in days(told, "armed_attack")


def test_a_finite_verb_begins_a_clause_that_a_plan_before_it_does_not_reach() -> None:
    text = "On Monday, while she prepared to travel to the coast, the department lifted a travel warning for Kenya."
    assert [each["modality"] for each in claims(text) if each["kind"] == "statement"] == ["asserted"]


def test_what_somebody_with_an_office_says_is_likelier_a_statement() -> None:
    def chance(speaker: str) -> float:
        text = f'The mood was tense. "There are limits to our patience with the council," said {speaker}.'
        return max((each["confidence"] for each in claims(text) if each["kind"] == "statement"), default=0.0)

    offices = [chance(speaker) for speaker in ("the foreign minister", "a Kremlin spokesman", "Iran")]
    others = [chance(speaker) for speaker in ("Olga Cotter, 56", "her cousin")]
    assert min(offices) > max(others)
    assert fmean(offices) > 1.5 * fmean(others)


def test_a_name_that_was_given_an_office_before_keeps_it() -> None:
    text = (
        'Ivo Marsan, the deputy mayor, arrived late. "There are limits to our patience with the council," Marsan said.'
    )
    assert [each["kind"] for each in claims(text)] == ["statement"]


def test_two_clauses_that_tell_two_things_make_two_claims() -> None:
    text = "The court struck down the ban on Monday, and the minister denounced the judges as traitors."
    assert {each["kind"] for each in claims(text)} == {"legislation", "statement"}
    text = "Rioters set fire to the mayor's office in Osh on Monday, and police fired into the crowd."
    assert {"office_attack", "armed_attack"} <= {each["kind"].partition(".")[0] for each in claims(text)}


@pytest.mark.parametrize(
    ("text", "kind", "starts"),
    [
        # A day behind a semicolon is of what is told there.
        ("Poland will hold a referendum on Sunday; the minister called off his visit to Riga.", "diplomacy", TODAY),
        ("The foreign minister met his Latvian counterpart on Monday; rain fell.", "diplomacy", MONDAY),
        # So is that of a clause set in between.
        (
            "Egypt, whose king was toppled in a coup on Monday, reinforced its frontier post at Sallum.",
            "deployment",
            TODAY,
        ),
        ("Egypt on Monday reinforced its frontier post at Sallum.", "deployment", MONDAY),
    ],
)
def test_the_day_of_another_clause_is_not_taken(text: str, kind: str, starts: str) -> None:
    assert [first for first, _ in days(text, kind)] == [starts]


def test_another_verb_in_another_sentence_tells_of_another_happening() -> None:
    text = "Rebels shelled the town of Bria on Monday. A police truck was ambushed on the road to the airport."
    assert len(days(text, "armed_attack")) == 2
    text = "A bomb exploded in Lima on Monday. The explosion damaged two houses."
    assert len(days(text, "armed_attack")) == 1
