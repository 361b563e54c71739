"""Names in sentences and what they mean."""

from __future__ import annotations

import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from timeline.places import Gazetteer, Mention
from timeline.text import tokenise

WAR = "Russia and Ukraine are at war. "
SALVADOR = "SAN SALVADOR, 3 JAN 90 -- [TEXT] THE ARMY OF EL SALVADOR REPORTED CLASHES. "


def said(gazetteer: Gazetteer, text: str) -> list[tuple[str, str, str | None, str]]:
    return [(m.text, m.name, m.country, m.feature) for m in gazetteer.find(text)]


def test_the_capital_is_that_of_the_country_of_the_text(gazetteer: Gazetteer) -> None:
    assert ("San Salvador", "San Salvador", "SV", "city") in said(
        gazetteer, SALVADOR + "A BOMB WENT OFF IN THE CAPITAL."
    )
    assert ("Lima", "Lima", "PE", "city") in said(gazetteer, "Pylons fell in the Peruvian capital on Monday.")
    assert not said(gazetteer, "It raised fresh money in the capital markets.")


def test_in_capitals_a_lesser_namesake_abroad_lies_in_the_country_of_the_text(gazetteer: Gazetteer) -> None:
    (place,) = [m for m in gazetteer.find(SALVADOR + "REBELS ATTACKED LA LAGUNA CITY.") if m.text == "LA LAGUNA"]
    assert (place.country, place.lat, place.how) == ("SV", None, "written")


GOLDEN = [
    ("A draft center in the southern Russian city of Uryupinsk caught fire.", "Uryupinsk", "Uryupinsk", "RU", "city"),
    ("A recruiter was shot in Ust-Ilimsk, Siberia, on Monday.", "Ust-Ilimsk", "Ust’-Ilimsk", "RU", "city"),
    ("A recruiter was shot in Ust-Ilimsk, Siberia, on Monday.", "Siberia", "Siberia", "RU", "area"),
    (WAR + "He was barred at Zhukovsky Airport in the Moscow region.", "Moscow", "Moscow Oblast", "RU", "region"),
    (WAR + "Missiles hit the city of Kherson at dawn.", "Kherson", "Kherson", "UA", "city"),
    (WAR + "Votes in Luhansk, Donetsk and Kherson provinces ended.", "Luhansk", "Luhansk Oblast", "UA", "region"),
    (WAR + "Votes in Luhansk, Donetsk and Kherson provinces ended.", "Donetsk", "Donetsk Oblast", "UA", "region"),
    ("Cars queue at Verkhny Lars on the Georgian border.", "Verkhny Lars", "Verkhny Lars", "RU", "post"),
    ("Cars queue at Upper Lars, a crossing to Georgia.", "Upper Lars", "Verkhny Lars", "RU", "post"),
    ("Cars queue at Verkhny Lars on the Georgian border.", "Georgian", "Georgia", "GE", "country"),
    ("Finland counted cars at Vaalimaa and Nuijamaa on Friday.", "Nuijamaa", "Nuijamaa", "FI", "post"),
    ("Fleeing Russians, they drove from Tbilisi, Georgia, to Batumi.", "Georgia", "Georgia", "GE", "country"),
    ("A bomb exploded in Atlanta, Georgia, police said.", "Georgia", "Georgia", "US", "region"),
    ("The doctors met in Paris, Texas, on Friday.", "Paris", "Paris", "US", "city"),
    ("French police said that two men were held in Paris.", "Paris", "Paris", "FR", "city"),
    ("The Reading, England, plant closed.", "Reading", "Reading", "GB", "city"),
    ("KYIV, Ukraine (AP) — Sirens were heard.", "KYIV", "Kyiv", "UA", "city"),
    ("The U.S. sent an envoy.", "U.S.", "United States", "US", "country"),
    ("It happened in Newark, N.J. on Monday.", "Newark", "Newark", "US", "city"),
    ("Envoys arrived in Athens from all of Greece.", "Athens", "Athens", "GR", "city"),
    ("Shells fell on the Gaza Strip overnight.", "Gaza Strip", "Gaza Strip", "PS", "region"),
    ("Gunmen killed six in Dagestan.", "Dagestan", "Dagestan", "RU", "region"),
    ("A mine in the Donbas was hit; Ukraine blamed Russia.", "Donbas", "Donbas", "UA", "area"),
    ("Взрыв произошел, Москва молчит.", "Москва", "Moscow", "RU", "city"),
    ("Washington said on Monday that it would send arms.", "Washington", "Washington", "US", "city"),
    (SALVADOR + "IT WAS IN SONSONATE DEPARTMENT.", "SONSONATE DEPARTMENT", "Sonsonate Department", "SV", "region"),
    (SALVADOR + "THE ATTACK WAS IN SANTA TECLA.", "SANTA TECLA", "Santa Tecla", "SV", "city"),
    (SALVADOR, "SAN SALVADOR", "San Salvador", "SV", "city"),
    ("LIMA, 9 JAN 90 -- A BRIDGE IN JUNIN DEPARTMENT FELL.", "JUNIN DEPARTMENT", "Junín Department", "PE", "region"),
    ("BOGOTA, 9 JAN 90 -- POLICE FOUND A BOMB IN CALI, COLOMBIA.", "CALI", "Cali", "CO", "city"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "written", "name", "country", "feature"), GOLDEN)
def test_a_name_means_its_place(
    gazetteer: Gazetteer, text: str, written: str, name: str, country: str, feature: str
) -> None:
    assert (written, name, country, feature) in said(gazetteer, text)


NO_PLACE = [
    "President Jordan met Tony Washington and Victoria Nuland.",
    "Mr. Lincoln and Paris Hilton were there.",
    "He told the Washington Post and the New York Times.",
    "The Bank of China raised its rate.",
    "They may march in May, of which police said nothing, reading a nice mobile.",
    "Many say that One was shot. Since then More came. Say it.",
    "NATO and the Commonwealth agreed; the Arab League did not.",
    "They told us that he fled from us.",
    "Michael Jordan won again. Jordan said it was his last.",
    "Amir, 27, is serving a life term.",
    "THE SOLDIERS SAID THAT THEY WOULD MARCH AND MAY GIVE US MORE DRUG MONEY.",
    "Kenya Jones thanked Chad Smith.",
]


@pytest.mark.parametrize("text", NO_PLACE)
def test_other_words_are_no_places(gazetteer: Gazetteer, text: str) -> None:
    assert [m.text for m in gazetteer.find(text) if m.feature == "city"] == []


@pytest.mark.parametrize("text", NO_PLACE[:2] + NO_PLACE[8:9] + NO_PLACE[11:])
def test_persons_are_no_countries(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text) == []


def test_garbled_names_are_found_where_a_place_is_called_for(gazetteer: Gazetteer) -> None:
    text = "Cars wait at the Upper Ras border crossing between Russia and Georgia; in Ulyupinsk a draft office burned."
    garbled = {m.text: m for m in gazetteer.find(text) if m.how == "garbled"}
    assert {name: (m.name, m.country) for name, m in garbled.items()} == {
        "Upper Ras": ("Verkhny Lars", "RU"),
        "Ulyupinsk": ("Uryupinsk", "RU"),
    }
    assert all(m.score < 0.6 for m in garbled.values())


def test_garbled_names_want_their_country_in_the_text(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("In Ulyupinsk a draft office burned.") == []


def test_a_demonym_alone_is_weak_and_says_the_country(gazetteer: Gazetteer) -> None:
    text = "Kazakh officials spoke."
    assert gazetteer.find(text) == []
    (weak,) = gazetteer.find(text, floor=0.3)
    assert (weak.text, weak.country, weak.how) == ("Kazakh", "KZ", "demonym")


def test_a_seat_of_power_is_a_metonym(gazetteer: Gazetteer) -> None:
    (kremlin,) = gazetteer.find("The Kremlin denied it.")
    assert (kremlin.name, kremlin.country, kremlin.how) == ("Moscow", "RU", "metonym")


def test_a_hamlet_in_an_unrelated_country_is_not_printed(gazetteer: Gazetteer) -> None:
    text = "Ukraine and Russia fought on. Orion and Toss were named by Kyiv in a report on Pisky."
    assert {m.country for m in gazetteer.find(text)} <= {"UA", "RU"}


def test_parents_go_from_the_nearest_to_the_widest(gazetteer: Gazetteer) -> None:
    found = {m.text: m.parents for m in gazetteer.find(WAR + "A shot was fired in Irkutsk.")}
    assert found["Irkutsk"] == ("Irkutsk Oblast", "Siberia", "Russia")


def check(text: str, mentions: list[Mention]) -> None:
    at = 0
    for mention in mentions:
        assert at <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert 0 <= mention.score <= 1
        at = mention.end


PIECES = st.sampled_from(
    [
        *(text for text, *_ in GOLDEN),
        *NO_PLACE,
        "New",
        "San",
        "U.S.",
        "Mr.",
        ",",
        ".",
        "\n\n",
        "-",
        "of",
        "in",
        "Х",
        "ß",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES | st.text(max_size=12), max_size=12))
def test_any_text_is_taken_and_offsets_are_right(gazetteer: Gazetteer, pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = gazetteer.find(text, floor=0.0)
    check(text, found)
    assert gazetteer.find(tokenise(text), floor=0.0) == found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_any_unicode_is_taken(gazetteer: Gazetteer, text: str) -> None:
    check(text, gazetteer.find(text, floor=0.0))


@pytest.mark.parametrize(
    "unit", ["New ", "San ", "in Zxqwert ", "Paris, ", "the Upper Ras border ", "Georgia ", "U.S.", "A\n\n"]
)
def test_work_is_linear(gazetteer: Gazetteer, unit: str) -> None:
    """Told by calls, not by time: a loaded machine is no fault of the program."""

    def calls(size: int) -> int:
        text, count = unit * (size // len(unit)), 0

        def note(frame: object, event: str, arg: object) -> None:
            nonlocal count
            count += event in ("call", "c_call")

        sys.setprofile(note)
        try:
            gazetteer.find(text)
        finally:
            sys.setprofile(None)
        return count

    small, large = calls(3_000), calls(18_000)
    assert large < 6 * small * 1.2 + 1_000


@pytest.mark.parametrize(
    ("text", "written", "name", "country", "parent"),
    [
        ("Gunmen killed ten in Zabarmaru, Borno state, in Nigeria.", "Zabarmaru", "Zabarmaru", "NG", "Borno State"),
        (SALVADOR + "IT WAS IN SESORIX, SAN MIGUEL DEPARTMENT.", "SESORIX", "Sesorix", "SV", "San Miguel Department"),
        ("BOGOTA, 9 JAN 90 -- A BOMB IN THE CHAPINEROX NEIGHBORHOOD.", "CHAPINEROX", "Chapinerox", "CO", "Colombia"),
        ("Peru's army left the village of Chinchipex.", "Chinchipex", "Chinchipex", "PE", "Peru"),
    ],
)  # fmt: skip
def test_an_unknown_place_is_taken_as_written(
    gazetteer: Gazetteer, text: str, written: str, name: str, country: str, parent: str
) -> None:
    (found,) = [m for m in gazetteer.find(text) if m.how == "written"]
    assert (found.text, found.name, found.country, found.parents[0]) == (written, name, country, parent)


@pytest.mark.parametrize(
    "text",
    [
        "GUATEMALA CITY, 1 JAN 90 -- IN ADDITION, GUATEMALA IS CALM. AT THIS MOMENT, GUATEMALA WAITS.",
        "BOGOTA, 9 JAN 90 -- A BOMB WENT OFF IN A NEIGHBORHOOD AND IN THE RESIDENTIAL NEIGHBORHOOD.",
        "In addition, Peru waits. In March, Peru voted. In Lima on Monday, Peru won.",
    ],
)
def test_phrases_are_no_unknown_places(gazetteer: Gazetteer, text: str) -> None:
    assert [m.text for m in gazetteer.find(text) if m.how == "written"] == []


COLOMBIA = "BOGOTA, 3 JAN 90 -- [TEXT] POLICE IN MEDELLIN, COLOMBIA, REPORTED ATTACKS IN CALI AND BOGOTA. "


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        (COLOMBIA + "TEN MEN WERE KIDNAPPED IN SEVILLA TODAY.", "SEVILLA", "CO"),
        (COLOMBIA + "A MAYOR WAS SHOT IN CORDOBA TODAY.", "CORDOBA", "CO"),
        (
            "The Mongolian border town of Altanbulag has counted many. Russia said nothing. Russia waits.",
            "Altanbulag",
            "MN",
        ),
    ],
)
def test_the_text_tells_which_country(gazetteer: Gazetteer, text: str, name: str, country: str) -> None:
    assert [m.country for m in gazetteer.find(text) if m.text == name] == [country]


@pytest.mark.parametrize(
    "text", ["TWO MOLOTOV BOMBS EXPLODED.", "POLICEMAN EDISON AGUDELO WAS SHOT.", "ARTURO RIVERA Y DAMAS SPOKE."]
)
def test_no_stranger_in_capitals(gazetteer: Gazetteer, text: str) -> None:
    assert not [m for m in gazetteer.find(COLOMBIA + text) if m.start >= len(COLOMBIA)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Russia said a man was shot in Ust-Ilimsk on Monday.", "Ust-Ilimsk"),
        (WAR + "Rockets hit Mykolaiv at dawn.", "Mykolaiv"),
        (WAR + "Rockets hit the Luhansk region at dawn.", "Luhansk region"),
        (COLOMBIA.split("POLICE")[0] + "A BOMB EXPLODED IN MEDELLIN TODAY.", "Medellin"),
    ],
)
def test_names_are_shown_as_newspapers_write_them(gazetteer: Gazetteer, text: str, shown: str) -> None:
    assert shown in [m.shown for m in gazetteer.find(text)]
