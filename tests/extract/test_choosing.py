"""Which of the days that a claim may have are taken: of those whose words name none, and of those whose words do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sample import DAY, claims, drafts_of, saying, shown

from timeline.extract import choosing, dayless
from timeline.extract.choosing import weighers
from timeline.extract.drafts import Dating
from timeline.extract.tables import of_steps

TUESDAY, MONDAY = date(2022, 9, 27), date(2022, 9, 26)
SATURDAY, SUNDAY = date(2022, 9, 24), date(2022, 9, 25)


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
        monkeypatch.setattr(choosing, "table", lambda _, reason=reason: saying(f"for|{reason}", "day", ("day",)))
        found = next(one for one in claims(TWO_DAYS) if "school" in one["quote"])
        assert (found["starts"], found["ends"], found["date_basis"]) == (day, day, basis)


def test_what_was_learned_of_claims_without_days_says_nothing_of_those_with_days_and_none_is_guessed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(choosing, "table", lambda _: saying("for|behind", "day", ("day",)))
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
    monkeypatch.setattr(choosing, "table", lambda _: saying("for|today", "day", ("day",)))
    text = "Putin ordered a mobilization on September 21. About 98,000 people crossed into Chad since the mobilization."
    crossing = next(one for one in claims(text) if one["kind"].startswith("border_crossing"))
    assert (crossing["starts"], crossing["ends"]) == (date(2022, 9, 21), DAY)


def named(text: str, root: str, published: date = DAY) -> list[tuple[Dating, list[str]]]:
    """The days that the claim of that kind may have whose words name some, with their marks."""
    document, drafts = drafts_of(text, published)
    weighed = {name: how for name, _, how in weighers(document)}[choosing.NAMED]
    return weighed(next(draft for draft in drafts if draft.root == root))


def reasons(marks: list[str]) -> set[str]:
    return set(next(mark for mark in marks if mark.startswith("all|")).split("|")[1].split("+"))


VOTES = "A referendum was held in Kherson from Saturday to Monday. Troops arrived on Sunday."


def test_days_about_those_that_words_name_may_be_those_of_the_claim() -> None:
    told = {(days.starts, days.ends): reasons(marks) for days, marks in named(VOTES, "referendum")}
    assert told == {
        (SATURDAY, MONDAY): {"rules", "span"},
        (DAY, DAY): {"today"},
        (None, None): {"none"},
        (SATURDAY, DAY): {"since"},
        (SATURDAY, SATURDAY): {"starts", "plain", "first", "usual"},
        (MONDAY, MONDAY): {"ends", "here"},
        (date(2022, 9, 17), date(2022, 9, 19)): {"earlier"},
        (date(2022, 10, 1), date(2022, 10, 3)): {"later"},
        (SUNDAY, SUNDAY): {"behind"},
    }


@pytest.mark.parametrize(
    ("why", "days", "precision", "basis", "words"),
    [
        ("today", (DAY, DAY), "day", "publication", None),
        ("none", (None, None), None, "explicit", "Saturday"),
        ("since", (SATURDAY, DAY), "range", "explicit", "Saturday"),
        ("ends", (MONDAY, MONDAY), "day", "explicit", "Saturday"),
        ("later", (date(2022, 10, 1), date(2022, 10, 3)), "range", "explicit", "Saturday"),
        ("behind", (SUNDAY, SUNDAY), "day", "context", "Sunday"),
    ],
)
def test_the_likeliest_of_named_days_are_taken_with_their_receipt(
    monkeypatch: pytest.MonkeyPatch,
    why: str,
    days: tuple[date | None, date | None],
    precision: str | None,
    basis: str,
    words: str | None,
) -> None:
    monkeypatch.setattr(choosing, "table", lambda _: saying(why, "day", ("day",)))
    vote = next(one for one in claims(VOTES) if one["kind"].startswith("referendum"))
    assert (vote["starts"], vote["ends"]) == days
    assert (vote["precision"], vote["date_basis"], vote["date_text"]) == (precision, basis, words)
    assert vote["lasting"] == (precision == "range")


def test_where_nothing_was_learned_the_days_of_the_rules_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "table", lambda _: saying("nothing", "day", ("day",)))
    vote = next(one for one in claims(VOTES) if one["kind"].startswith("referendum"))
    assert (vote["starts"], vote["ends"], vote["lasting"]) == (SATURDAY, MONDAY, True)


def test_marks_tell_the_words_of_a_day_and_where_it_stands() -> None:
    text = "Police freed two men on Sunday; while it rained in Bria rebels kidnapped a nurse on Tuesday."
    by_reason = {why: marks for _, marks in named(text, "kidnapping") for why in reasons(marks)}
    ruled, other = by_reason["rules"], by_reason["here"]
    assert {"rules|rules|word|tuesday", "rules|rules|led|on", "rules|rules|side|behind"} <= set(ruled)
    assert {"here|time|word|sunday", "here|time|over|before|while", "here|time|over|before|stop"} <= set(other)
    assert not any("|time|" in mark for mark in ruled)
    assert all(mark and not set(mark) & set(" \n") for marks in (ruled, other) for mark in marks)
    assert "span" not in by_reason  # Nothing lasts from Tuesday to the Sunday before.


def test_from_today_until_today_is_today() -> None:
    ((days, marks), _) = named("Rebels shelled Bria today.", "armed_attack")[:2]
    assert (days.starts, days.ends) == (DAY, DAY)
    assert reasons(marks) == {"rules", "today", "plain", "first", "usual"}


def test_what_goes_on_since_a_day_lasts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "table", lambda _: saying("since", "day", ("day",)))
    found = next(one for one in claims("Rebels shelled Bria on Monday.") if one["kind"].startswith("armed_attack"))
    assert (found["starts"], found["ends"], found["lasting"]) == (MONDAY, DAY, True)


@pytest.mark.parametrize(
    "text",
    [
        "Rebels shelled Bria 738,424 days ago.",
        "Elections will be held on 12/30/9999.",
        "Elections will be held on 12/30/9999. Troops will arrive on Thursday, two days later.",
    ],
)
def test_no_day_is_looked_for_beyond_the_calendar(text: str) -> None:
    assert claims(text)


def taken(monkeypatch: pytest.MonkeyPatch, why: str, text: str) -> dict[str, Any]:
    """The first claim of a text if that reason is the likeliest."""
    monkeypatch.setattr(choosing, "table", lambda _: saying(why, "day", ("day",)))
    return claims(text)[0]


def test_only_a_weekday_may_be_of_another_week(monkeypatch: pytest.MonkeyPatch) -> None:
    assert taken(monkeypatch, "earlier", "Rebels shelled Bria on Monday.")["starts"] == date(2022, 9, 19)
    for words in ("on September 26, 2022", "since Monday", "today"):
        text = f"Rebels shelled Bria {words}."
        days = [(days.starts, days.ends) for days, _ in named(text, "armed_attack")]
        assert all(starts is None or starts >= MONDAY for starts, _ in days)
        assert (date(2022, 10, 3), DAY) not in days


def test_what_has_happened_does_not_end_after_it_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    found = taken(monkeypatch, "plain", "Ten men were arrested this week.")
    assert (found["starts"], found["ends"]) == (MONDAY, DAY)


def test_a_clock_or_a_year_names_no_day_of_a_claim() -> None:
    text = "Police arrested ten men on Monday, at noon, after a raid planned in 2021."
    assert not any("here" in reasons(marks) for _, marks in named(text, "detention"))


def test_a_day_of_the_sentence_that_is_that_of_publication_keeps_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    found = taken(monkeypatch, "here", "Police arrested ten men on Monday, officials said on Wednesday.")
    assert (found["starts"], found["date_basis"], found["date_text"]) == (DAY, "explicit", "Wednesday")


def test_from_a_day_to_another_of_the_sentence_is_no_longer_since(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Since Saturday police have arrested ten men, two of them on Monday."
    spans = [days for days, marks in named(text, "detention") if reasons(marks) == {"span"}]
    assert [(days.starts, days.ends, days.since, days.lasting) for days in spans] == [(SATURDAY, MONDAY, False, True)]


def test_the_last_days_of_the_calendar_have_no_week_behind_them() -> None:
    document, (fired, *_) = drafts_of("Rebels shelled Bria on Monday.")
    assert fired.dating is not None
    weighed = {name: how for name, _, how in weighers(document)}[choosing.NAMED]
    for day in (date.min, date.max):
        fired.dating = fired.dating._replace(starts=day, ends=day)
        assert not any({"earlier", "later"} & reasons(marks) for _, marks in weighed(fired))


def test_of_a_month_no_single_day_is_taken() -> None:
    told = [reasons(marks) for _, marks in named("Police arrested ten men in August.", "detention")]
    assert not any({"starts", "ends"} & each for each in told)


def test_what_stands_twice_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    number = "rules|rules|word|#"
    text = "Troops arrived in Bria on September 26, 2022."
    assert dict(named(text, "deployment"))[named(text, "deployment")[0][0]].count(number) > 1
    monkeypatch.setattr(choosing, "table", lambda _: of_steps({"day": 0.0}, [number, "today"], bytes((228, 248))))
    assert claims(text)[0]["date_basis"] == "publication"
