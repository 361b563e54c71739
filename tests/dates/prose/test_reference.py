"""From where dates are counted: publication in news, the last thing told in narratives; tense; ranges."""

from __future__ import annotations

from datetime import date

import pytest

from timeline.dates.prose import find

TUESDAY = date(2022, 9, 27)


def values(text: str, published: date | None = TUESDAY, rule: str | None = None) -> list[str]:
    return [found.value for found in find(text, published) if rule in (None, found.rule)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He said Monday that it was over.", "2022-09-26"),
        ("He said on Tuesday that it was over.", "2022-09-27"),
        ("They will meet on Friday.", "2022-09-30"),
        ("They are to meet Friday.", "2022-09-30"),
        ("The vote was postponed until Saturday.", "2022-10-01"),
        ("The vote had been scheduled for Friday.", "2022-09-23"),
        ("Mobilised last Wednesday, they left.", "2022-09-21"),
        ("They will meet in June.", "2023-06"),
        ("They met in June.", "2022-06"),
        ("It is payable Nov. 1 to holders.", "2022-11-01"),
        ("The quarter that ended June 30 was good.", "2022-06-30"),
        ("The show runs through Friday.", "2022-09-30"),
        ("Data through Friday showed it.", "2022-09-23"),
        ("Ahead of Friday's vote he spoke.", "2022-09-30"),
        ("After Friday's vote he spoke.", "2022-09-23"),
        ("Talks begin Thursday.", "2022-09-29"),
        ("At least 43 died by Friday.", "2022-09-23"),
        ("All must leave by Friday.", "2022-09-30"),
        ("They plan a rally for Friday.", "2022-09-30"),
        ("On Friday, July 28, the show will end.", "2023-07-28"),
        ("On Thursday, July 28, the show will end.", "2022-07-28"),
        ("The Senate passed its own plan before dawn Saturday.", "2022-09-24TMO"),
        ("It is expected to hit the coast Thursday.", "2022-09-29"),
        ("It hit the coast Thursday.", "2022-09-22"),
        ("It opened in November.", "2021-11"),
        ("He was to be sentenced on Nov. 17.", "2022-11-17"),
        ("Orders stand at 189, up from 165 in October.", "2021-10"),
        ("Orders stand at 189, against some $3 billion in October.", "2021-10"),
        ("They go from Paris to Rome in October.", "2022-10"),
        ("Output grows: 3 percent in the year to March.", "2022-03"),
        ("The May protests failed, and the march on Rome.", "2022-05"),
    ],
)
def test_tense_of_news(text: str, value: str) -> None:
    assert value in values(text)


HISTORY = """The siege

In November 1941 the army reached the river. In December it crossed. In January it was thrown back, and by 12 February
the front stood still. Two days later the frost broke; that same month the general, who had written a book in 1928 and
whose house was destroyed in 1973, left. On 3 March he came to the capital.

Aftermath (1944)

In May the treaty was signed. The next year the army went home, in July 1945.
"""


def test_a_narrative_moves_forward_and_asides_do_not_move_it() -> None:
    assert values(HISTORY) == [
        "1941-11", "1941-12", "1942-01", "1942-02-12", "1942-02-14", "1942-02", "1928", "1973", "1942-03-03",
        "1944", "1944-05", "1945", "1945-07",
    ]  # fmt: skip


def test_a_narrative_looks_ahead_for_its_year() -> None:
    text = (
        "In 1999, 2000, 2001 and 2002 they waited. On 19 March planes rose, and on 20 March 2003 the war began in 2003."
    )
    assert "2003-03-19" in values(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("from July 29 to August 2, 1952", ["1952-07-29", "1952-08-02"]),
        ("in 1957-58", ["1957", "1958"]),
        ("from 12 to 14 July 1950", ["1950-07-12", "1950-07-14"]),
        ("(August-September 1950)", ["1950-08", "1950-09"]),
        ("from 499 to 449 BC", ["BC0499", "BC0449"]),
        ("on 7 and 8 May 1945", ["1945-05-07", "1945-05-08"]),
        ("They will stay from Monday to Wednesday.", ["2022-10-03", "2022-10-05"]),
        ("From Friday to Sunday it rained.", ["2022-09-23", "2022-09-25"]),
        ("From October to March it rained.", ["2021-10", "2022-03"]),
        ("It will run from November to January.", ["2022-11", "2023-01"]),
        ("It rained from 10 p.m. to 2 a.m.", ["2022-09-27T22:00", "2022-09-28T02:00"]),
        ("It rained from 2 to 4 p.m. Monday.", ["2022-09-26T14:00", "2022-09-26T16:00"]),
        ("from December 1st through 5th, 2021", ["2021-12-01", "2021-12-05"]),
    ],
)
def test_ranges_fill_in_what_is_left_out(text: str, wanted: list[str]) -> None:
    assert values(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It hit at 2 p.m. (1100 GMT) Friday.", ["2022-09-23T14:00", "2022-09-23T11:00", "2022-09-23"]),
        ("It began at 5:34 AM Baghdad time on March 20, 2003.", ["2003-03-20T05:34", "2003-03-20"]),
        ("He came Monday. At 8 p.m. he left. On Friday he spoke.", ["2022-09-26", "2022-09-26T20:00", "2022-09-23"]),
        ("Since September, by 11 p.m. ET Sunday", ["2022-09", "2022-09-25T23:00"]),
        ("He came in 2009. The following spring he left.", ["2009", "2010-SP"]),
        ("He came on Aug. 29. The following Friday he left.", ["2022-08-29", "2022-09-02"]),
        ("In June 2010 it began; that summer it ended.", ["2010-06", "2010-SU"]),
        ("On Aug. 29 it rained, as in July; the next day it shone.", ["2022-08-29", "2022-07", "2022-08-30"]),
    ],
)
def test_what_stands_beside_it_says_the_day(text: str, wanted: list[str]) -> None:
    assert values(text) == wanted


def test_so_long_after_a_date_has_its_day() -> None:
    [length, _] = find("He came two days before Christmas.", TUESDAY)
    assert (length.type, length.value, length.starts, length.ends) == (
        "DURATION", "P2D", date(2021, 12, 23), date(2021, 12, 23)
    )  # fmt: skip
    [length] = find("He came two days before the vote.", TUESDAY)
    assert (length.type, length.value, length.starts) == ("DURATION", "P2D", None)


def test_a_text_that_leads_with_a_day_is_news() -> None:
    years = "It grew in 2001, 2002, 2003, 2004, 2005, 2006 and 2007."
    assert values(f"Police said Monday it was over. {years} " + "x " * 300 + "He met them Friday.")[-1] == "2022-09-23"
    assert values(f"{years} In March 2008 it ended. In May he left.")[-1] == "2008-05"


@pytest.mark.parametrize(
    "text",
    [
        "They march on, and they may go.",
        "A child of six months and older.",
        "The 24-year-old said so.",
        "A second group came second.",
        "Some 180 dead, 1,995 hurt and 2000 men lost.",
        "Proclamation No. 1914, Resolution 1973 and page 1998.",
        "It cost $1995, up 15 percent.",
        "Sun Microsystems and Jan Kavan.",
        "B-52 bombers, the F16 and MP3s.",
        "In her 30s she fell in love.",
        "The Arab Spring, the Winter Olympics and the Spring of Life.",
        "The Sunday Times, Saturday Night Live and USA Today.",
        "The March on Washington.",
        "She ran it in 3:59.4, and him in 2:05:30; Luke 7:15.",
        "It is the last day to vote.",
        "The Seven Years' War, the Six-Day War and the Hundred Days.",
        "Mr. April met Ms. June when actress June Smith sang.",
        "Call 555-1945.",
        "Half of it was a quarter to him.",
        "A man in his mid-40s came.",
        "Toys for ages 6 months and up.",
        "Black September struck, and Bloody Sunday came.",
        "He scored in the second quarter of the game.",
    ],
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert values(text) == []


def test_days_and_precision_for_the_ledger() -> None:
    [found] = find("They came in September 2022.", None)
    assert (found.starts, found.ends, found.precision) == (date(2022, 9, 1), date(2022, 9, 30), "month")
    [found] = find("They came over the weekend.", TUESDAY)
    assert (found.starts, found.ends) == (date(2022, 9, 24), date(2022, 9, 25))
    [found] = find("In 490 BC they came.", None)
    assert (found.starts, found.value) == (None, "BC0490")


def test_what_was_turned_down_says_why() -> None:
    [found] = find("They will meet in June.", TUESDAY, explain=True)
    assert found.anchor == "2022-09-27"
    assert found.alternatives == (
        "2022-06: the sentence looks to the future",
        "2021-06: the sentence looks to the future",
    )
    [found] = find("It ended on May 12.", TUESDAY, explain=True)
    assert found.alternatives == ("2021-05-12: farther from 2022-09-27", "2023-05-12: the sentence looks to the past")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It was seized on Sept. 2. At 3 p.m. it was freed.", "2022-09-02T15:00"),
        ("It was seized on Sept. 2.\n\nPolice closed the road at 3 p.m.", "2022-09-27T15:00"),
        ("The blast was on Sunday.\n\nPolice closed the road at 3 p.m.", "2022-09-25T15:00"),
        ("He was shot on Aug. 3.\n\nA man was held Monday.\n\nHe was shot at 3 p.m. at home.", "2022-08-03T15:00"),
        ("He was shot on Aug. 3.\n\nA man was held Monday.\n\nHe was freed at 3 p.m.", "2022-09-26T15:00"),
        # What is to come is not on a day that is over.
        ("The plan was read on Monday. The president will speak at 3 p.m.", "2022-09-27T15:00"),
        # A paragraph that has looked back in a sentence of its own goes on with the news.
        ("Sales begin today. The phone was shown on Jan. 9. Shops closed at 3 p.m.", "2022-09-27T15:00"),
        # The time stamp of an entry, and what is over, are not on another day that was said.
        ("They left on Sunday.\n\n12:45 p.m.\n\nPolice came.", "2022-09-27T12:45"),
        ("They will stop work on Friday. Banks opened again at 3 p.m.", "2022-09-27T15:00"),
        ("Shops have been closed since Sunday. Police came at 3 p.m.", "2022-09-27T15:00"),
        ("A vote on Sept. 4 was void. It opens again at 3 p.m. The May 4 vote was void too.", "2022-09-27T15:00"),
    ],
)
def test_the_day_of_a_clock_time(text: str, value: str) -> None:
    assert [found for found in values(text) if "T" in found] == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The war began in March 2003 and ended in May.", "2003-05"),
        ("In 2009 the firm failed, and on June 1 it filed.", "2009-06-01"),
        ("The firm failed in March 2008, and in May it rose.", "2022-05"),
        ("Flights were cancelled due to snow on Sunday.", "2022-09-25"),
        ("It was due to open in August.", "2022-08"),
        ("The vote is due on Friday.", "2022-09-30"),
        ("A law to be passed on Friday was read.", "2022-09-30"),
        ("He had to be freed on Friday.", "2022-09-23"),
        ("His hearing was put off to Friday.", "2022-09-30"),
        ("He was in Rome on Friday.", "2022-09-23"),
        ("Sales are thought to have fallen in August.", "2022-08"),
        ("The launch, first planned for August, failed.", "2022-08"),
        ("No day was fixed, but October is likely.", "2022-10"),
        ("It will be sworn in Monday, two months after the July 22 vote.", "2022-07-22"),
        ("He will leave on Friday. He had arrived two days earlier.", "2022-09-25"),
        ("It was told on Sept. 6 that fees rise on Oct. 5. A petition came the next day.", "2022-09-07"),
        ("Looting went on until Sunday.", "2022-09-25"),
        ("It closed on Sept. 9, the lowest since May 2003. A year earlier it rose.", "2021"),
        ("He appears in court Monday.", "2022-10-03"),
        ("Sales rose, the ministry is expected to say Friday.", "2022-09-30"),
        ("Snow is forecast for Friday.", "2022-09-30"),
        ("A forecast Friday told of snow.", "2022-09-23"),
        ("It will open next Friday.", "2022-10-07"),
        ("It will open this coming Friday.", "2022-09-30"),
        ("It will open next October.", "2023-10"),
        ("It will open next November.", "2022-11"),
        ("The team plays Notre Dame on Friday night.", "2022-09-30TNI"),
        ("It opens this Saturday morning.", "2022-10-01TMO"),
        ("Her party faces elections on Sunday.", "2022-10-02"),
        ("The river was expected to crest on Wednesday.", "2022-09-28"),
        ("The river was expected to crest on Sunday.", "2022-09-25"),
        ("Unions called for a strike on Friday.", "2022-09-30"),
        ("The pope called for calm on Friday.", "2022-09-23"),
        ("He invited the envoys to talks on Friday.", "2022-09-30"),
        ("They did fly in troops on Friday.", "2022-09-23"),
        ("The talks were put off until Sunday.", "2022-10-02"),
        ("It completes a change begun in November.", "2021-11"),
        ("The scheme ended in August; it had been due to run through October.", "2022-10"),
    ],
)
def test_what_is_said_around_it(text: str, value: str) -> None:
    assert values(text)[-1] == value


def test_a_day_said_twice_is_explained_once() -> None:
    later, day = find("Two days later, on May 12, it ended.", TUESDAY, explain=True)
    assert (later.value, later.anchor, later.alternatives) == ("2022-05-12", "2022-05-12", ())
    assert len(day.alternatives) == 2


MOBILISED = "A mobilization was announced on Sept. 21."


@pytest.mark.parametrize(
    ("text", "starts", "anchor"),
    [
        # The text has said when it was, in the same words or in another form of them.
        (f"{MOBILISED} Two days after the mobilization was announced, men fled.", "2022-09-23", "2022-09-21"),
        (f"{MOBILISED} Two days after men were mobilized by announcement, some fled.", "2022-09-23", "2022-09-21"),
        (f"{MOBILISED} The day after the mobilization was announced, men fled.", "2022-09-22", "2022-09-21"),
        ("He was shot on Aug. 3. A week after he was shot, he died.", "2022-08-10", "2022-08-03"),
        ("Sunday's explosion killed ten. A day after the explosion, police came.", "2022-09-26", "2022-09-25"),
        # The text says when it was only later.
        (f"Two days after the mobilization was announced, men fled. {MOBILISED}", "2022-09-23", "2022-09-21"),
        (f"The day after the mobilization was announced, men fled. {MOBILISED}", "2022-09-22", "2022-09-21"),
        # The day stands beside the offset.
        ("Men fled on Friday, two days after the mobilization was announced.", "2022-09-23", "2022-09-23"),
        # Something else was on that day: the offset keeps only from where the text counts.
        (
            "A minister was announced on Sept. 21. Two days after the call-up was announced, men fled.",
            None,
            "2022-09-27",
        ),
        ("Sunday was quiet. Later, two days after the call-up was announced, men fled.", None, "2022-09-27"),
        ("Two days after the mobilization was announced, men fled.", None, "2022-09-27"),
        ("The day after the mobilization was announced, men fled.", None, "2022-09-27"),
    ],
)
def test_a_day_counted_from_an_event(text: str, starts: str | None, anchor: str) -> None:
    offset = next(found for found in find(text, TUESDAY) if found.phrase is not None)
    assert (offset.starts and offset.starts.isoformat(), offset.anchor) == (starts, anchor)


def test_the_phrase_of_an_offset_holds_its_event() -> None:
    text = "Men fled days after Dr. Ivanov said that the semi-secret call-up had begun, and queued."
    [found] = find(text, TUESDAY, explain=True)
    assert found.phrase is not None
    assert (found.text, found.phrase.text) == (
        "days",
        "days after Dr. Ivanov said that the semi-secret call-up had begun",
    )
    assert text[found.phrase.start : found.phrase.end] == found.phrase.text
    assert found.alternatives == ("the event's own day: the text has not said it",)
