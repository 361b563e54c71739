"""Text is measured with the metrics of the very face that is rendered, and wrapped without loss."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.charts import fonts

words = st.lists(st.text("abcdefghijklmnopqrstuvwxyzабвгдежз", min_size=1, max_size=9), min_size=1, max_size=12)


def test_a_width_is_the_sum_of_the_advances_in_the_file() -> None:
    from fontTools.ttLib import TTFont

    font = TTFont(fonts.files(fonts.BOLD)[fonts.FAMILY])
    glyphs = [font.getBestCmap()[ord(char)] for char in "Указ 21"]
    expected = sum(font["hmtx"][glyph][0] for glyph in glyphs)
    assert fonts.measure("Указ 21", 1000, fonts.BOLD) == pytest.approx(expected)


@settings(deadline=None)
@given(words, st.floats(60, 400), st.integers(1, 4))
def test_no_line_is_wider_than_asked(text: list[str], width: float, most: int) -> None:
    for lines in (
        fonts.wrap(" ".join(text), width, 12, most=most),
        fonts.balanced(" ".join(text), width, 12, most=most),
    ):
        assert len(lines) <= most
        assert all(fonts.measure(line, 12) <= width for line in lines)


@settings(deadline=None)
@given(words, st.floats(150, 400))
def test_what_fits_is_not_lost(text: list[str], width: float) -> None:
    whole = " ".join(text)
    lines = fonts.wrap(whole, width, 12, most=50)
    assert " ".join(lines) == whole
    assert " ".join(fonts.balanced(whole, width, 12, most=50)) == whole


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    lines = fonts.wrap("word " * 5000, 200, 12)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert fonts.wrap("x" * 10_000, 100, 12, most=1)[0].endswith("…")
    assert fonts.wrap("", 100, 12) == ()


def test_a_cut_leaves_no_part_of_a_word_or_number() -> None:
    told = "Kazakhstan: over 200,000 in since 21 September"
    words = {*told.split(), "Kazakhstan"}
    cuts = {fonts.wrap(told, width, 12, most=1)[0] for width in range(75, 240, 3)}
    assert len(cuts) > 4
    assert all(cut.endswith("…") and set(cut[:-1].split()) <= words for cut in cuts)


def test_lines_are_balanced_without_breaking_a_word() -> None:
    text = "Inbound, Kyakhta-Altanbulag, each day"
    for width in range(110, 260, 10):
        lines = fonts.balanced(text, width, 12, most=3)
        assert " ".join(lines) == text


def test_a_day_stays_with_its_month() -> None:
    told = "Not shown: 12 entries of 24 Feb–1 Sep and 4 of 28 Oct–31 Dec. No coverage is declared for 27 Sep–2 Oct."
    for width in range(150, 600, 7):
        lines = fonts.wrap(told, width, 12, most=9)
        assert " ".join(lines) == told
        assert not any(line.startswith(("Feb", "Sep", "Oct", "Dec")) for line in lines)


def test_a_subset_is_small_and_the_same_each_time() -> None:
    path = fonts.files(fonts.REGULAR)[fonts.FAMILY]
    once = fonts.subset("Attacks 2022", path)
    assert once == fonts.subset("2202 skcattA", path)
    assert len(once) < 12_000


def test_the_face_for_arabic_has_the_latin_and_cyrillic_letters_at_the_same_widths() -> None:
    from fontTools.ttLib import TTFont

    for weight in (fonts.REGULAR, fonts.BOLD):
        latin, arabic = (TTFont(path) for path in fonts.files(weight).values())
        ours, theirs = arabic.getBestCmap(), latin.getBestCmap()
        for char in "Attacks 2022: Указ, Київ (1–7)…“”№":
            assert arabic["hmtx"][ours[ord(char)]][0] == latin["hmtx"][theirs[ord(char)]][0]
        assert (arabic["hhea"].ascent, arabic["hhea"].descent) == (latin["hhea"].ascent, latin["hhea"].descent)


def test_an_arabic_letter_is_as_wide_as_its_form_between_its_neighbours() -> None:
    alone = sum(fonts.measure(char, 1000) for char in "طابور")
    assert fonts.measure("طابور", 1000) < 0.95 * alone
    assert fonts.measure("بَ", 1000) == fonts.measure("ب", 1000), "a vowel sign takes no room"


def test_only_lines_from_right_to_left_are_turned() -> None:
    assert fonts.directed("Attack, 21 Sep") == "Attack, 21 Sep"
    assert fonts.directed("هجوم (2022)") == "\u202bهجوم (2022)\u202c"
    assert fonts.stack("Attack") == fonts.STACK
    assert fonts.stack("Attack: هجوم").startswith(fonts.ARABIC)


def test_a_number_goes_with_what_it_counts() -> None:
    text = "Reported events by kind, 24 February to 1 November 2022"
    for width in range(140, 420, 7):
        lines = fonts.wrap(text, width, 12.0, most=9)
        assert not any(line.split()[-1] in ("24", "1") for line in lines), lines


def test_a_line_does_not_begin_with_the_year_of_a_date() -> None:
    told = "Reported events by kind, 24 February to 31 December 2022. One mark each."
    room = fonts.measure("Reported events by kind, 24 February to 31 December", 12) + 1
    assert fonts.wrap(told, room, 12)[1].startswith("31 December 2022")
