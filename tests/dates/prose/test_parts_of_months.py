"""The part of a month that words name: its days, while the TIMEX3 value stays that of the month."""

from __future__ import annotations

from datetime import date

import pytest

from timeline.dates.prose import find

PUBLISHED = date(2000, 3, 14)


@pytest.mark.parametrize(
    ("text", "value", "starts", "ends"),
    [
        ("The boat sank in late November.", "1999-11", "1999-11-21", "1999-11-30"),
        ("It was built in early February 1996.", "1996-02", "1996-02-01", "1996-02-10"),
        ("It rained in mid-February.", "2000-02", "2000-02-11", "2000-02-20"),
        ("It rained late last November.", "1999-11", "1999-11-21", "1999-11-30"),
        ("It rained in late November last year.", "1999-11", "1999-11-21", "1999-11-30"),
        ("It rained late last month.", "2000-02", "2000-02-21", "2000-02-29"),
        # Of "earlier this month" and "the end of June" no ten days are said.
        ("It rained earlier this month.", "2000-03", "2000-03-01", "2000-03-31"),
        ("It closed at the end of June 1999.", "1999-06", "1999-06-01", "1999-06-30"),
        ("It rained in late 1996.", "1996", "1996-01-01", "1996-12-31"),
    ],
)
def test_early_and_late_have_ten_days_or_the_rest(text: str, value: str, starts: str, ends: str) -> None:
    (found,) = find(text, PUBLISHED)
    assert (found.value, str(found.starts), str(found.ends)) == (value, starts, ends)
