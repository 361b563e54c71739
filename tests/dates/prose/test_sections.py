"""In a narrative the years of a section's heading hold for its dates, and a month without a year is the next one."""

from __future__ import annotations

from datetime import date

import pytest

from timeline.dates.prose import find

OPENING = (
    "Founded in May 1833, the colony burnt in June 1834 and July 1835, was sold in 1836 and freed in March 1837.\n\n"
)


def values(text: str) -> list[str]:
    return [found.value for found in find(OPENING + text, None)][5:]


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("1838", ["1838", "1838-05", "1838-09-03"]),
        ("The governor's year (1838)", ["1838", "1838-05", "1838-09-03"]),
        ("1836-1838: drought", ["1836", "1838", "1838-05", "1838-09-03"]),
        ("Peace talks", ["1837-05", "1837-09-03"]),
    ],
)
def test_a_heading_says_the_years_of_its_section(heading: str, wanted: list[str]) -> None:
    assert values(f"{heading}\n\nThe rains failed in May. On 3 September the council met.") == wanted


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1838\n\nAfter the floods of December 1839 nobody spoke of it. In March it rained.", "1838-03"),
        ("The drought (1838)\n\nThe flood of November 1837 was forgotten. In October it rained.", "1838-10"),
    ],
)
def test_an_aside_does_not_lead_out_of_the_years_of_a_heading(text: str, value: str) -> None:
    assert values(text)[-1] == value


def test_a_heading_without_a_year_ends_the_section_before_it() -> None:
    text = "1838\n\nThe rains failed in May 1838.\n\nThe railway\n\nWork began in June 1839. In August it stopped."
    assert values(text) == ["1838", "1838-05", "1839-06", "1839-08"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # The whole paragraph goes on from the year it has said.
        (
            "In May 1838 rebels rose. In January 1839 the fleet came. In June it blocked the bay, and in August peace "
            "was sought. In February talks failed. The following spring the siege was lifted.",
            ["1838-05", "1839-01", "1839-06", "1839-08", "1840-02", "1840-SP"],
        ),
        # Nine months on rather than three back.
        (
            "In January 1839 the fleet came. In March it blocked the bay, and in December peace was sought.",
            ["1839-01", "1839-03", "1839-12"],
        ),
        # A year is not passed over, though what follows were nearer to it.
        (
            "It began on 3 May 1838.\n\nIn January 1839 the fleet returned. In March it blocked the bay, and in "
            "December peace was sought. In February talks failed. The following spring the siege was lifted.\n\nBy "
            "1841 it was over. On the night of 4 July 1841 the rebels left.",
            ["1838-05-03", "1839-01", "1839-03", "1839-12", "1840-02", "1840-SP", "1841", "1841-07-04TNI"],
        ),
    ],
)
def test_a_month_without_a_year_is_the_next_one(text: str, wanted: list[str]) -> None:
    assert values(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # A story that steps by years: each of them is where it goes on.
        (
            "In 264 BC the first war began. In 241 BC peace was made; three years later Sardinia was taken. In 218 BC "
            "the Alps were crossed, in the autumn. Two years later came Cannae. By 202 BC it was over.",
            ["BC0264", "BC0241", "BC0238", "BC0218", "BC0218-FA", "BC0216", "BC0202"],
        ),
        # A few years suffice where all are long past; "today" is no news.
        (
            "On 6 April 1866 the river was crossed, and three days later Vell lay under siege. From 12 to 20 April the "
            "guns fired. It fell in 1866, was rebuilt in 1868, and is a museum today.",
            ["1866-04-06", "1866-04-09", "1866-04-12", "1866-04-20", "1866", "1868", "PRESENT_REF"],
        ),
    ],
)
def test_a_story_in_years(text: str, wanted: list[str]) -> None:
    assert [found.value for found in find(text, date(2012, 4, 2))] == wanted
